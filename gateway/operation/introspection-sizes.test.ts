import { buildSchema, graphqlSync } from 'graphql';
import { expect, test } from 'vitest';
import { introspectionSizes } from './introspection-sizes.ts';

const ASK = `{ __schema {
  directives { name }
  types {
    fields(includeDeprecated: true) { args { name } }
    inputFields { name } enumValues { name } possibleTypes { name }
  }
} }`;

interface Asked {
  readonly directives: readonly unknown[];
  readonly types: readonly {
    readonly fields: readonly { readonly args: readonly unknown[] }[] | null;
    readonly inputFields: readonly unknown[] | null;
    readonly enumValues: readonly unknown[] | null;
    readonly possibleTypes: readonly unknown[] | null;
  }[];
}

const schemas = {
  'next to nothing': 'type Query { a: Int }',
  everything: `
    directive @a on FIELD
    type Query { node: Node either: Either rank(by: Rank, of: [Filter!], first: Int, last: Int): Rank }
    interface Node { id: ID name(first: Int, last: Int, after: ID, before: ID): String }
    ${['A', 'B', 'C'].map((name) => `type ${name} implements Node { id: ID name(first: Int, last: Int, after: ID, before: ID): String }`).join(' ')}
    union Either = A | B
    enum Rank { FIRST SECOND THIRD }
    input Filter { a: Int b: Int c: Int d: Int e: Rank }`,
  'arguments on every field': `type Query { ${Array.from({ length: 200 }, (_, index) => `f${index}(a: Int, b: Int, c: Int): Int`).join(' ')} }`,
};

test.each(Object.entries(schemas))(
  'lists are taken to be as long as they are on average: %s',
  (_, sdl) => {
    const schema = buildSchema(sdl);
    const { data } = graphqlSync({ schema, source: ASK });
    const { directives, types }: Asked = JSON.parse(JSON.stringify(data)).__schema;
    const total = (lists: readonly (readonly unknown[] | null)[]) =>
      lists.flatMap((list) => list ?? []).length;
    const fieldLists = types.flatMap(({ fields }) => (fields ? [fields] : []));
    const fields = fieldLists.flat();
    expect(Object.fromEntries(introspectionSizes(schema))).toEqual({
      types: types.length,
      directives: directives.length,
      fields: fields.length / fieldLists.length,
      args: Math.max(1, total(fields.map(({ args }) => args)) / fields.length),
      interfaces: 1,
      possibleTypes: Math.max(1, ...types.map(({ possibleTypes }) => possibleTypes?.length ?? 0)),
      enumValues: total(types.map(({ enumValues }) => enumValues)) / types.length,
      inputFields: total(types.map(({ inputFields }) => inputFields)) / types.length,
    });
  },
);
