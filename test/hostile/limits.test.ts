/** The policy's limits and budgets, from the bundle to the answer, with the planner's part made up. */
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryCostBuckets } from '../../gateway/limits/cost-bucket.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { loadCommittedPolicy, readPolicyFixture } from '../support/policy.ts';
import { times } from './hostile.ts';
import { type InProcess, startInProcess } from './in-process.ts';

const clock = { now: 0 };
const buckets = memoryCostBuckets(() => clock.now);
const SUBJECT = JSON.stringify([bankIdOf('HB'), 'hostile']);
/** The connection, 200 edges, 200 accounts, a connection and 20 edges of each. */
const DEAR_COST = 1 + 200 * (2 + 1 + 20);
const EDGES = [{ node: { id: '1' } }, { node: { id: '2' } }];

let gateway: InProcess;
beforeAll(async () => {
  const fixture = readPolicyFixture();
  gateway = await startInProcess({
    ...fixture,
    policy: await loadCommittedPolicy(fixture),
    over: {
      buckets,
      planner: {
        apiSchema: fixture.schema,
        execute: async () => ({ data: { payments: { edges: EDGES } }, errors: [] }),
        stop: async () => {},
      },
    },
  });
});
afterAll(() => gateway.close());

async function ask(role: string, query: string) {
  const { status, headers, body } = await gateway.send({ body: JSON.stringify({ query }) }, role);
  return { status, headers, body: JSON.parse(body) };
}

const PAGE = '{ payments(first: 100) { edges { node { id } } } }';
/** The connection, 100 edges, 100 payments. */
const PAGE_COST = 201;

describe('extensions.cost', () => {
  test('says what was requested, what it came to, and what is left of the budget', async () => {
    clock.now += 1e9;
    const { status, body } = await ask('ANALYST', PAGE);
    expect(status).toBe(200);
    expect(body.extensions.cost).toStrictEqual({
      requestedQueryCost: PAGE_COST,
      actualQueryCost: 5,
      throttleStatus: {
        maximumAvailable: 200_000,
        currentlyAvailable: 200_000 - 5,
        restoreRate: 2_000,
      },
    });
  });

  test('is free for introspection', async () => {
    const { body } = await ask('ANALYST', '{ __schema { queryType { name } } }');
    expect(body.extensions.cost).toMatchObject({ requestedQueryCost: 1, actualQueryCost: 0 });
  });

  test('is told of an operation over the limit, which nothing is taken for', async () => {
    const { status, body } = await ask(
      'AUDITOR',
      '{ accounts(first: 200) { edges { node { payments(first: 200) { edges { cursor } } } } } }',
    );
    expect(status).toBe(400);
    expect(body.errors[0].extensions).toMatchObject({
      code: 'COST_LIMIT_EXCEEDED',
      limit: { name: 'cost', max: 10_000, actual: 40_601 },
      hint: expect.any(String),
    });
    expect(body.extensions.cost).toStrictEqual({
      requestedQueryCost: 40_601,
      actualQueryCost: null,
    });
  });
});

test('a subject that spent its budget waits as long as it is told, and no longer', async () => {
  clock.now += 1e9;
  const dear =
    '{ accounts(first: 200) { edges { node { payments(first: 20) { edges { cursor } } } } } }';
  // Every token of the tests is the same subject of the same bank.
  await buckets.take(SUBJECT, { maximum: 100_000, restorePerSecond: 1_000 }, 100_000);
  const refused = await ask('AUDITOR', dear);
  expect(refused.status).toBe(429);
  expect(refused.body.errors[0].extensions).toMatchObject({
    code: 'COST_BUDGET_EXHAUSTED',
    limit: { name: 'cost_budget', max: 0, actual: DEAR_COST },
  });
  expect(refused.headers['retry-after']).toBe('5');
  expect(refused.body.extensions.cost).toMatchObject({
    requestedQueryCost: DEAR_COST,
    actualQueryCost: null,
    throttleStatus: { maximumAvailable: 100_000, currentlyAvailable: 0, restoreRate: 1_000 },
  });
  clock.now += 5_000;
  expect((await ask('AUDITOR', dear)).status).toBe(200);
});

describe('each role has the limits the policy gives it:', () => {
  test.each([
    ['depth', `{ bank { ...F } } ${nest(20)}`, 'AUDITOR', 15],
    ['aliases', `{ bank { ${times(101, (index) => `a${index}: id`)} } }`, 'ADMIN', 100],
    ['aliases', `{ bank { ${times(21, (index) => `a${index}: id`)} } }`, 'SYSTEM', 20],
    ['root_fields', `{ ${times(21, (index) => `a${index}: bank { id }`)} }`, 'ANALYST', 20],
    ['root_fields', `{ ${times(6, (index) => `a${index}: bank { id }`)} }`, 'SYSTEM', 5],
    ['directives', `{ bank { id${' @a'.repeat(201)} } }`, 'BANK_ADMIN', 200],
    ['directives', `{ bank { id${' @a'.repeat(21)} } }`, 'SYSTEM', 20],
    ['fields', `{ bank { ${'id '.repeat(301)} } }`, 'SYSTEM', 300],
    ['fields', `{ bank { ${'id '.repeat(2_001)} } }`, 'ANALYST', 2_000],
    ['tokens', `{ bank { id } } #${'\n#'.repeat(5_000)}`, 'ANALYST', 5_000],
    [
      'introspection_depth',
      '{ __schema { types { fields { type { fields { args { name } } } } } } }',
      'ANALYST',
      3,
    ],
  ])('%s', async (name, query, role, max) => {
    const { status, body } = await ask(role, query);
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    const { extensions } = body.errors[0];
    expect(extensions).toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
      reasonCode: `${name.toUpperCase()}_LIMIT`,
      limit: { name, max },
      hint: expect.any(String),
    });
    expect(extensions.limit.actual).toBeGreaterThan(max);
  });
});

test.each(['ADMIN', 'ANALYST', 'AUDITOR', 'BANK_ADMIN', 'SYSTEM'])(
  "the explorers' introspection is within the limits of %s",
  async (role) => {
    const { body } = await ask(role, getIntrospectionQuery());
    expect(body.errors).toBeUndefined();
    expect(body.data.__schema.types.length).toBeGreaterThan(3);
  },
);

function nest(levels: number): string {
  return `fragment F on Bank { ${'a { '.repeat(levels)} b ${'} '.repeat(levels)} }`;
}
