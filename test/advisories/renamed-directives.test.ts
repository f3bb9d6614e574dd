/** Access directives imported under another name, or not imported at all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fixture, startFixture } from '../support/fixture-gateway.ts';

const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';

const NAMES: readonly (readonly [string, string, string])[] = [
  ['under its own name', 'import: ["@policy"]', 'policy'],
  ['under another name', 'import: [{ name: "@policy", as: "@guard" }]', 'guard'],
  ['under the name of a harmless one', 'import: [{ name: "@policy", as: "@tag" }]', 'tag'],
  ['not at all', 'import: ["@key"]', 'federation__policy'],
  ['in a namespace of its own', 'as: "fed", import: ["@key"]', 'fed__policy'],
];

describe.each(NAMES)('GHSA-g8jh-vg5j-4h3f: @policy imported %s', (_, link, directive) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await startFixture({
      subgraphs: [
        {
          name: 'vault',
          typeDefs: `extend schema @link(url: "${FEDERATION}", ${link})
            type Query { hall: String @${directive}(policies: [["open"]])
              safe: String @${directive}(policies: [["seal"]]) }`,
          resolvers: { Query: { hall: () => 'lamp', safe: () => 'gold' } },
        },
      ],
      policy: { roles: { CLERK: ['open'], CHIEF: ['open', 'seal'] } },
    });
  });
  afterAll(() => fixture.stop());

  test('still binds', async () => {
    const denied = await fixture.ask('CLERK', '{ hall safe }');
    expect(denied.body.data).toEqual({ hall: 'lamp', safe: null });
    expect(denied.body.errors?.[0]?.extensions.coordinate).toBe('Query.safe');
    expect(JSON.stringify(fixture.fetched)).not.toContain('safe');
    const allowed = await fixture.ask('CHIEF', '{ hall safe }');
    expect(allowed.body.data).toEqual({ hall: 'lamp', safe: 'gold' });
  });
});
