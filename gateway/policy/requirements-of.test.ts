import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { AUTHENTICATED } from './requirement.ts';
import { requirementsOf } from './requirements-of.ts';

const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';

function compose(...sources: readonly string[]): string {
  const { supergraphSdl, errors } = composeServices(
    sources.map((sdl, index) => ({
      name: `s${index}`,
      url: `http://s${index}.internal`,
      typeDefs: parse(sdl),
    })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(String).join('\n'));
  return supergraphSdl;
}

function policiesOf(sdl: string, coordinate: string) {
  return requirementsOf(sdl)[coordinate]?.policies;
}

const NAMINGS: readonly (readonly [string, string, string])[] = [
  ['imported by their own names', 'import: ["@policy", "@authenticated"]', 'policy'],
  [
    'imported under another name',
    'import: [{name: "@policy", as: "@pol"}, "@authenticated"]',
    'pol',
  ],
  ['not imported, in the default namespace', 'import: ["@key"]', 'federation__policy'],
  ['not imported, in a namespace of its own', 'as: "fed", import: ["@key"]', 'fed__policy'],
];

describe('directives', () => {
  it.each(NAMINGS)('%s are found after composition', (_name, link, policy) => {
    const sdl = compose(`extend schema @link(url: "${FEDERATION}", ${link})
      type Query { open: Int @${policy}(policies: [["a"], ["c", "b"]]) closed: Int }`);
    expect(policiesOf(sdl, 'Query.open')).toStrictEqual([['a'], ['b', 'c']]);
    expect(policiesOf(sdl, 'Query.closed')).toBeUndefined();
  });

  it.each([
    [
      'the specification renamed with as',
      '@link(url: "https://specs.apollo.dev/policy/v0.1", as: "pol", for: SECURITY)',
      'pol',
    ],
    ['the whole federation specification', `@link(url: "${FEDERATION}", as: "f")`, 'f__policy'],
    [
      'federation, and imports it among others',
      `@link(url: "${FEDERATION}", import: ["@key", "@policy"])`,
      'policy',
    ],
    ...['v2.11', 'v12.0', 'v2.9/'].map((version): [string, string, string] => [
      `federation ${version}`,
      `@link(url: "https://specs.apollo.dev/federation/${version}", as: "f")`,
      'f__policy',
    ]),
    [
      'by the link directive in its own namespace',
      '@link__link(url: "https://specs.apollo.dev/policy/v0.1") @link(url: "https://specs.apollo.dev/link/v1.0")',
      'policy',
    ],
  ])('of a supergraph that links %s are found', (_name, link, policy) => {
    const sdl = `schema ${link} { query: Query } type Query { a: Int @${policy}(policies: [["p"]]) }`;
    expect(policiesOf(sdl, 'Query.a')).toStrictEqual([['p']]);
  });

  it('linked by an extension of the schema are found', () => {
    const sdl = `type Query { a: Int @policy(policies: [["p"]]) }
      extend schema @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)`;
    expect(policiesOf(sdl, 'Query.a')).toStrictEqual([['p']]);
  });

  it.each(['"p"', '["p"]', '[["p"]]'])(
    'take %s for a list of lists, as GraphQL does',
    (policies) => {
      const sdl = `schema @link(url: "https://specs.apollo.dev/policy/v0.1") { query: Query }
      type Query { a: Int @policy(policies: ${policies}) }`;
      expect(requirementsOf(sdl)['Query.a']).toStrictEqual({
        authenticated: true,
        policies: [['p']],
      });
    },
  );

  it('written several times at one place, as by hand, must all be met', () => {
    const sdl = `schema @link(url: "https://specs.apollo.dev/policy/v0.1", import: [{ name: "@policy", as: "@pol" }])
        @link(url: "https://specs.apollo.dev/requiresScopes/v0.1") { query: Query }
      type Query { a: Int @pol(policies: [["p"], ["q"]]) @pol(policies: [["r"]]) @requiresScopes(scopes: [["s"]]) }
      extend type Query @pol(policies: [["t"]])`;
    expect(policiesOf(sdl, 'Query.a')).toStrictEqual([
      ['p', 'r', 's', 't'],
      ['q', 'r', 's', 't'],
    ]);
  });

  it('of two subgraphs on one type and field must both be met', () => {
    const link = `extend schema @link(url: "${FEDERATION}", import: ["@key", "@shareable", "@policy", "@requiresScopes"])`;
    const sdl = compose(
      `${link} type Query { t: T @policy(policies: [["q"]]) }
        type T @key(fields: "id") @policy(policies: [["a"], ["b"]]) { id: ID! x: Int @shareable @policy(policies: [["x"]]) }`,
      `${link} type T @key(fields: "id") @policy(policies: [["c"]]) { id: ID! x: Int @shareable @requiresScopes(scopes: [["s"]]) }`,
    );
    expect(policiesOf(sdl, 'T')).toStrictEqual([
      ['a', 'c'],
      ['b', 'c'],
    ]);
    expect(policiesOf(sdl, 'T.x')).toStrictEqual([
      ['a', 'c', 's', 'x'],
      ['b', 'c', 's', 'x'],
    ]);
    expect(policiesOf(sdl, 'Query.t')).toStrictEqual([
      ['a', 'c', 'q'],
      ['b', 'c', 'q'],
    ]);
  });
});

const ABSTRACT =
  compose(`extend schema @link(url: "${FEDERATION}", import: ["@policy", "@authenticated"])
  type Query {
    node: Node @authenticated
    either: Either @authenticated
    loose: Loose @authenticated
    money: Money
    grade: Grade @authenticated
    bare: Bare @authenticated
  }
  type Mutation { write: Int @policy(policies: [["w"]]) }
  interface Node { id: ID! }
  type A implements Node @policy(policies: [["a"]]) { id: ID! name: String }
  type B implements Node @policy(policies: [["b"]]) { id: ID! name: String @policy(policies: [["n"]]) }
  type Bare { secret: Int @policy(policies: [["s"]]) other: Int }
  type Silent { nothing: Int }
  type Money @authenticated { units: Int! }
  union Either = A | B
  union Loose = A | Bare
  enum Grade @policy(policies: [["g"]]) { LOW HIGH }
  enum Size { S L }
  scalar Day`);

const DECIDED: readonly (readonly [string, string, readonly (readonly string[])[] | undefined])[] =
  [
    ['an interface asks for what all its types ask for', 'Node', [['a', 'b']]],
    ['a field of an interface asks for its interface', 'Query.node', [['a', 'b']]],
    ['a union is open to whom one of its members is', 'Either', [['a'], ['b']]],
    ['a field of a union asks for one of its members', 'Query.either', [['a'], ['b']]],
    ['a union with a member that says nothing adds nothing to its field', 'Query.loose', [[]]],
    ['a union with a member that says nothing is open by fields', 'Loose', [['a'], ['s']]],
    ['what a field returns does not open it', 'Query.money', undefined],
    ['an enum that is asked for is asked for by its field', 'Query.grade', [['g']]],
    ['a type that says nothing is open to whom one of its fields is', 'Bare', [['s']]],
    ['and its other fields stay closed', 'Bare.other', undefined],
    ['a type no rule mentions stays closed', 'Silent', undefined],
    ['a field adds to its type', 'B.name', [['b', 'n']]],
    ['the query root asks for a known role', 'Query', [[]]],
    ['another root is open to whom one of its fields is', 'Mutation', [['w']]],
    ["GraphQL's own scalars ask for a known role", 'Int', [[]]],
    ['a scalar of its own that says nothing asks for a known role', 'Day', [[]]],
    ['an enum that says nothing asks for a known role', 'Size', [[]]],
  ];

describe('a coordinate', () => {
  it.each(DECIDED)('%s: %s', (_name, coordinate, policies) => {
    expect(policiesOf(ABSTRACT, coordinate)).toStrictEqual(policies);
  });

  const byHand = (body: string) =>
    `schema @link(url: "https://specs.apollo.dev/policy/v0.1") @link(url: "https://specs.apollo.dev/link/v1.0")
      { query: Root } ${body} scalar link__Import enum link__Purpose { SECURITY }`;

  it('of the query root asks for a known role, whatever the root is called and its fields ask', () => {
    const sdl = byHand('type Root { a: Int @policy(policies: [["p"]]) } type Query { b: Int }');
    expect(policiesOf(sdl, 'Root')).toStrictEqual([[]]);
    expect(policiesOf(sdl, 'Query')).toBeUndefined();
  });

  it('of a union that says something itself asks for that, not for its members', () => {
    const sdl = byHand(`type Root { either: Either either2: Int @policy(policies: [["p"]]) }
      union Either @policy(policies: [["u"]]) = A | B
      type A @policy(policies: [["a"]]) { id: Int } type B @policy(policies: [["b"]]) { id: Int }`);
    expect(policiesOf(sdl, 'Either')).toStrictEqual([['u']]);
  });

  it('of a union whose members are all closed is closed', () => {
    const sdl = byHand('type Root { a: Int } union Either = A type A { id: Int }');
    expect(policiesOf(sdl, 'Either')).toBeUndefined();
  });

  it('is in one order, whatever order the schema is in, and of no specification', () => {
    const [root, z, a] = [
      'type Root { z(b: Int, a: Int): Z @policy(policies: [["p"]]) a: A @policy(policies: [["p"]]) }',
      'type Z @policy(policies: [["p"]]) { b: Int a: Int }',
      'type A @policy(policies: [["p"]]) { b: In }  scalar In',
    ] as const;
    const [one, other] = [byHand(`${root} ${z} ${a}`), byHand(`${a} ${root} ${z}`)].map((sdl) =>
      Object.keys(requirementsOf(sdl)),
    );
    expect(one).toStrictEqual(other);
    expect(one).toStrictEqual([...(one ?? [])].sort());
    expect(one?.filter((each) => each.includes('__'))).toStrictEqual([]);
  });

  it('takes directives from extensions too', () => {
    const sdl = `schema @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY) { query: Query }
      type Query { t: T } type T { a: Int } extend type T @policy(policies: [["p"]]) { b: Int }`;
    expect(policiesOf(sdl, 'T.a')).toStrictEqual([['p']]);
    expect(policiesOf(sdl, 'T.b')).toStrictEqual([['p']]);
  });

  it('named like what objects inherit is kept as any other', () => {
    const sdl = `schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY) { query: Query }
      type Query { constructor: Int @authenticated toString: Int }
      type __proto__ @authenticated { constructor: Int }`;
    const requirements = requirementsOf(sdl);
    expect(requirements['Query.constructor']).toStrictEqual(AUTHENTICATED);
    expect(requirements['Query.toString']).toBeUndefined();
    expect(requirements.constructor).toBeUndefined();
    expect(requirements['__proto__.constructor']).toStrictEqual(AUTHENTICATED);
    expect(Object.keys(requirements)).toContain('__proto__');
  });
});

describe('malformed directives are refused, not skipped', () => {
  it.each([
    ['without arguments', '@policy'],
    ['with an empty list', '@policy(policies: [])'],
    ['with an empty alternative', '@policy(policies: [["a"], []])'],
    ['with a number', '@policy(policies: [[1]])'],
    ['with empty text', '@policy(policies: [[""]])'],
  ])('%s', (_name, directive) => {
    const sdl = `schema @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY) { query: Query }
      type Query { a: Int ${directive} }`;
    expect(() => requirementsOf(sdl)).toThrow(TypeError);
    expect(() => requirementsOf(sdl)).toThrow('Query.a:');
  });
});
