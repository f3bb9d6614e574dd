/** Fields that are computed from others, which only the join fetches. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const OPEN = '@policy(policies: [["open"]])';

const people = {
  name: 'people',
  typeDefs: `${LINK}
    type Person @key(fields: "id") { id: ID! ${OPEN} name: String ${OPEN} salary: Int ${OPEN} }
    type Query { person: Person ${OPEN} }`,
  resolvers: { Query: { person: () => ({ id: '1', name: 'Jan', salary: 4_321 }) } },
};

const taxes = {
  name: 'taxes',
  typeDefs: `${LINK}
    type Person @key(fields: "id") { id: ID! ${OPEN}
      salary: Int @external
      tax: Int @requires(fields: "salary") ${OPEN} }`,
  resolvers: {
    Person: {
      __resolveReference: (reference: object) => reference,
      tax: ({ salary }: { salary: number }) => Math.round(salary / 3),
    },
  },
};

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture({
    subgraphs: [people, taxes],
    // Composition demands the inputs' rules on the computed field today; before, it did not.
    edit: (sdl) =>
      sdl.replace(
        /(salary: Int[^\n]*?) @policy\(policies: \[\["open"\]\]\)/,
        '$1 @policy(policies: [["pay"]])',
      ),
    policy: { roles: { CLERK: ['open'], CHIEF: ['open', 'pay'] } },
  });
});
afterAll(() => fixture.stop());

test('GHSA-m8jr-fxqx-8xx6: a field computed by @requires needs the rights of its inputs', async () => {
  const denied = await fixture.ask('CLERK', '{ person { name tax } }');
  expect(denied.body.data).toEqual({ person: { name: 'Jan', tax: null } });
  expect(denied.body.errors?.map(({ extensions }) => extensions.coordinate)).toEqual([
    'Person.tax',
  ]);
  const allowed = await fixture.ask('CHIEF', '{ person { name tax } }');
  expect(allowed.body.data).toEqual({ person: { name: 'Jan', tax: 1_440 } });
});

test('GHSA-m8jr-fxqx-8xx6: what only the join needs is fetched for it and never returned', async () => {
  fixture.fetched.length = 0;
  const allowed = await fixture.ask('CHIEF', '{ person { tax } }');
  expect(fixture.fetched[0]?.query).toContain('salary');
  expect(JSON.stringify(allowed.body)).not.toMatch(/salary|4321/);
  fixture.fetched.length = 0;
  await fixture.ask('CLERK', '{ person { tax } }');
  expect(JSON.stringify(fixture.fetched)).not.toContain('salary');
});
