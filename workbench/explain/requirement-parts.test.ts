import { expect, it } from 'vitest';
import { requirementsOf } from '../../gateway/policy/index.ts';
import { composeSchemas } from '../compose-schemas.ts';
import { requirementParts } from './requirement-parts.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@policy"])`;
const composed = composeSchemas([
  {
    name: 'goods',
    sdl: `${LINK}
      type Query { good: Good @policy(policies: [["goods:read"]]) }
      interface Named { name: String }
      type Good implements Named @key(fields: "id") {
        id: ID! @policy(policies: [["goods:read"]])
        name: String @policy(policies: [["goods:read"]])
        weight: Int @policy(policies: [["weights:read"]])
      }`,
  },
  {
    name: 'post',
    sdl: `${LINK}
      type Good @key(fields: "id") {
        id: ID!
        weight: Int @external
        postage: Int @requires(fields: "weight") @policy(policies: [["post:read", "weights:read"]])
      }`,
  },
]);
// Composition takes no rule on an interface; other gateways' supergraphs have some.
const supergraphSdl = composed.supergraphSdl.replace(
  'interface Named',
  'interface Named @policy(policies: [["names:read"]])',
);
const schema = { supergraphSdl, requirements: requirementsOf(supergraphSdl) };
const told = (coordinate: string) =>
  requirementParts(schema, coordinate).map(({ from, coordinate: at, policies }) => {
    return `${from} ${at}: ${policies?.map((each) => each.join('+')).join(' or ')}`;
  });

it('a computed field asks for what it is computed from', () => {
  expect(told('Good.postage')).toContain('itself Good.postage: post:read+weights:read');
  expect(told('Good.postage')).toContain('computed from Good.weight: names:read+weights:read');
});

it('a field asks for what an interface of its type asks for', () => {
  expect(told('Good.name')).toContain('interface Named: names:read');
});

it('what nothing mentions has no parts', () => {
  expect(told('Shelf.colour')).toEqual([]);
});
