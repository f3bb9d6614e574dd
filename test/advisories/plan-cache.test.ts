/** One plan for two operations: by name, by principal, by policy. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleOf, type RoleData } from '../support/bundles.ts';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const store = {
  name: 'store',
  typeDefs: `${LINK}
    type Query { a: String @policy(policies: [["open"]]) b: String @policy(policies: [["seal"]]) }
    type Mutation { keep: String @policy(policies: [["open"]]) }`,
  resolvers: {
    Query: { a: () => 'of a', b: () => 'of b' },
    Mutation: { keep: () => 'kept' },
  },
};

const roles = { CLERK: ['open'], CHIEF: ['open', 'seal'] };
const policy: RoleData = { roles };

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture({ subgraphs: [store], policy });
});
afterAll(() => fixture.stop());

test('GHSA-q9p4-hw9m-fj2v (CVE-2024-32971): operations of one document never run for one another', async () => {
  const document = 'query A { a } query B { b } mutation C { keep }';
  const rounds = Array.from({ length: 30 }, (_, index) => 'ABC'[index % 3] ?? '');
  const answers = await Promise.all(
    rounds.map((operationName) => fixture.ask('CHIEF', document, { operationName })),
  );
  const expected: Readonly<Record<string, unknown>> = {
    A: { a: 'of a' },
    B: { b: 'of b' },
    C: { keep: 'kept' },
  };
  answers.forEach((answer, index) => {
    expect(answer.body.data).toEqual(expected[rounds[index] ?? '']);
  });
});

test('GHSA-q9p4-hw9m-fj2v (CVE-2024-32971): principals that see different fields share no plan', async () => {
  const rounds = Array.from({ length: 30 }, (_, index) => index % 2 === 0);
  const answers = await Promise.all(
    rounds.map((isChief) => fixture.ask(isChief ? 'CHIEF' : 'CLERK', '{ a b }')),
  );
  answers.forEach((answer, index) => {
    expect(answer.body.data).toEqual({ a: 'of a', b: rounds[index] ? 'of b' : null });
  });
});

test('GHSA-q9p4-hw9m-fj2v (CVE-2024-32971): nor does who asks first decide what the next one gets', async () => {
  const orders = [
    ['CLERK', 'CHIEF'],
    ['CHIEF', 'CLERK'],
  ] as const;
  for (const [first, second] of orders) {
    const query = `query ${first}First { a b }`;
    for (const role of [first, second]) {
      fixture.fetched.length = 0;
      const { body } = await fixture.ask(role, query);
      expect(body.data).toEqual({ a: 'of a', b: role === 'CHIEF' ? 'of b' : null });
      expect(/\bb\b/.test(fixture.fetched[0]?.query ?? '')).toBe(role === 'CHIEF');
    }
  }
});

test('GHSA-q9p4-hw9m-fj2v (CVE-2024-32971): a policy of other content shares none either, even under the same revision', async () => {
  const wider = { roles: { ...roles, CLERK: ['open', 'seal'] } };
  const query = '{ a b __typename }';
  expect((await fixture.ask('CLERK', query)).body.data.b).toBeNull();
  const before = fixture.gateway.policies.current();
  fixture.gateway.policies.swap(await fixture.gateway.loadBundle(await bundleOf(wider)));
  expect(fixture.gateway.policies.current().revision).toBe(before.revision);
  expect((await fixture.ask('CLERK', query)).body.data.b).toBe('of b');
  fixture.gateway.policies.swap(before);
  expect((await fixture.ask('CLERK', query)).body.data.b).toBeNull();
});
