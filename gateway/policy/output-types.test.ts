import { OperationTypeNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type OutputType, outputTypes, rootOf } from './output-types.ts';

function typesOf(sdl: string): readonly (readonly [string, unknown])[] {
  return [...outputTypes(parse(sdl)).values()].map((type) => [type.name, shapeOf(type)]);
}

function shapeOf({ kind, directives, fields, members, interfaces }: OutputType) {
  return {
    kind,
    directives: namesOf(directives),
    fields: fields.map((field) => [field.name, field.returnType, namesOf(field.directives)]),
    members,
    interfaces,
  };
}

function namesOf(directives: OutputType['directives']): readonly string[] {
  return directives.map(({ name }) => name.value);
}

const NOTHING = { directives: [], fields: [], members: [], interfaces: [] };
const COMPOSITE = { kind: 'composite', ...NOTHING };
const LEAF = { kind: 'leaf', ...NOTHING };

const TYPES: readonly (readonly [string, string, unknown])[] = [
  [
    'an object',
    'type T implements I & J @a { f: [Int!]! @b g: T }',
    {
      ...COMPOSITE,
      directives: ['a'],
      fields: [
        ['f', 'Int', ['b']],
        ['g', 'T', []],
      ],
      interfaces: ['I', 'J'],
    },
  ],
  [
    'an interface',
    'interface T implements I @a { f: Int }',
    { ...COMPOSITE, directives: ['a'], fields: [['f', 'Int', []]], interfaces: ['I'] },
  ],
  ['a union', 'union T @a = A | B', { ...COMPOSITE, directives: ['a'], members: ['A', 'B'] }],
  ['a scalar', 'scalar T @a', { ...LEAF, directives: ['a'] }],
  ['an enum', 'enum T @a { V @b }', { ...LEAF, directives: ['a'] }],
  [
    'an extended object',
    'type T implements I @a { f: Int } extend type T implements I & J @b { g: Int }',
    {
      ...COMPOSITE,
      directives: ['a', 'b'],
      fields: [
        ['f', 'Int', []],
        ['g', 'Int', []],
      ],
      interfaces: ['I', 'J'],
    },
  ],
  [
    'an interface whose extension comes first',
    'extend interface T @b { g: Int } interface T @a { f: Int }',
    {
      ...COMPOSITE,
      directives: ['b', 'a'],
      fields: [
        ['g', 'Int', []],
        ['f', 'Int', []],
      ],
    },
  ],
  [
    'an extended union',
    'union T @a = A extend union T @b = B',
    { ...COMPOSITE, directives: ['a', 'b'], members: ['A', 'B'] },
  ],
  ['an extended scalar', 'scalar T extend scalar T @b', { ...LEAF, directives: ['b'] }],
  ['an extended enum', 'enum T { V } extend enum T @b { W }', { ...LEAF, directives: ['b'] }],
];

describe('the output types of a document hold all of', () => {
  it.each(TYPES)('%s', (_name, sdl, shape) => {
    expect(typesOf(sdl)).toStrictEqual([['T', shape]]);
  });

  it('nothing that is an input or a directive', () => {
    const sdl =
      'input In { f: Int } extend input In { g: Int } directive @d on FIELD schema { query: Q }';
    expect(typesOf(sdl)).toStrictEqual([]);
  });
});

const ROOTS: readonly (readonly [string, string, readonly string[]])[] = [
  ['says nothing', 'type Query { a: Int }', ['Query', 'Mutation', 'Subscription']],
  ['says it', 'schema { query: Q mutation: M subscription: S }', ['Q', 'M', 'S']],
  ['says some', 'schema { query: Q }', ['Q', 'Mutation', 'Subscription']],
  [
    'says more by extensions',
    'schema { query: Q } extend schema { mutation: M } extend schema { subscription: S }',
    ['Q', 'M', 'S'],
  ],
  [
    'only extends',
    'type T { a: Int } extend schema { query: Q }',
    ['Q', 'Mutation', 'Subscription'],
  ],
];

describe('the roots of a schema', () => {
  it.each(ROOTS)('that %s: %s', (_name, sdl, names) => {
    const { QUERY, MUTATION, SUBSCRIPTION } = OperationTypeNode;
    const document = parse(sdl);
    expect([QUERY, MUTATION, SUBSCRIPTION].map((each) => rootOf(document, each))).toStrictEqual(
      names,
    );
  });
});
