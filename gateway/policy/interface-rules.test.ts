import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { requirementsOf } from './requirements-of.ts';

function policiesOf(body: string, coordinate: string) {
  const sdl = `schema @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
    @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY) { query: Query }
    type Query @authenticated { node: Node } ${body}`;
  return requirementsOf(sdl)[coordinate]?.policies;
}

const RULES: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'on its field holds for implementers without a rule',
    'interface Node { id: Int @policy(policies: [["i"]]) } type A implements Node @authenticated { id: Int }',
    'A.id',
    ['i'],
  ],
  [
    'on its field adds to the rules of implementers',
    `interface Node { id: Int @policy(policies: [["i"]]) }
      type A implements Node @authenticated { id: Int @policy(policies: [["a"]]) }`,
    'A.id',
    ['a', 'i'],
  ],
  [
    'on itself holds for implementers and each of their fields',
    'interface Node @policy(policies: [["i"]]) { id: Int } type A implements Node { id: Int x: Int }',
    'A.x',
    ['i'],
  ],
  [
    'that an interface inherits holds for its implementers too',
    `interface Node { id: Int @policy(policies: [["i"]]) }
      interface Sub implements Node { id: Int @policy(policies: [["s"]]) }
      type A implements Node & Sub @authenticated { id: Int }`,
    'A.id',
    ['i', 's'],
  ],
  [
    'that is but the sum of its implementers changes none that has a rule',
    `interface Node { id: Int @policy(policies: [["a", "b"]]) }
      type A implements Node @authenticated { id: Int @policy(policies: [["a"]]) }
      type B implements Node @authenticated { id: Int @policy(policies: [["b"]]) }`,
    'A.id',
    ['a'],
  ],
  [
    'that is a sum holds for an implementer without a rule',
    `interface Node { id: Int @policy(policies: [["a"]]) }
      type A implements Node @authenticated { id: Int @policy(policies: [["a"]]) }
      type B implements Node @authenticated { id: Int }`,
    'B.id',
    ['a'],
  ],
  [
    'that is one of several adds to the rules of implementers',
    `interface Node { id: Int @policy(policies: [["i"]]) } interface Named { id: Int @policy(policies: [["n"]]) }
      type A implements Node & Named @authenticated { id: Int @policy(policies: [["a"]]) }`,
    'A.id',
    ['a', 'i', 'n'],
  ],
  [
    'that asks for more than all its implementers together holds for each',
    `interface Node { id: Int @policy(policies: [["a", "b", "i"]]) }
      type A implements Node @authenticated { id: Int @policy(policies: [["a"]]) }
      type B implements Node @authenticated { id: Int @policy(policies: [["b"]]) }`,
    'A.id',
    ['a', 'b', 'i'],
  ],
];

describe('a rule of an interface', () => {
  it.each(RULES)('%s', (_name, body, coordinate, permissions) => {
    expect(policiesOf(body, coordinate)).toStrictEqual([permissions]);
  });
});

describe('composition', () => {
  const compose = (body: string) =>
    composeServices([
      {
        name: 's',
        url: 'http://s.internal',
        typeDefs: parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
          import: ["@policy", "@authenticated"]) type Query { node: Node @authenticated } ${body}`),
      },
    ]);

  it('refuses a rule on an interface, so that none is only there', () => {
    const { errors } = compose(
      'interface Node { id: Int @policy(policies: [["i"]]) } type A implements Node { id: Int }',
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toStrictEqual([
      'AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE',
    ]);
  });

  it('sums the rules of implementers up, which leaves each with its own', () => {
    const { supergraphSdl = '' } = compose(`interface Node { id: Int }
      type A implements Node @policy(policies: [["a"]]) { id: Int @policy(policies: [["ai"]]) }
      type B implements Node @policy(policies: [["b"]]) { id: Int @policy(policies: [["bi"]]) }`);
    const requirements = requirementsOf(supergraphSdl);
    expect(requirements['A.id']?.policies).toStrictEqual([['a', 'ai']]);
    expect(requirements['Node.id']?.policies).toStrictEqual([['a', 'ai', 'b', 'bi']]);
  });
});
