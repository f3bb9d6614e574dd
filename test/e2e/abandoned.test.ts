/** A client that leaves: what runs for it in the database ends, and the trail still tells of it. */
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool } from '../../lib/db/pool.ts';
import { type Stack, startStack } from '../support/stack.ts';

const QUERY = 'query Abandoned { payments(first: 5) { edges { node { id } } } }';
const TRAIL = '{ auditTrail(first: 20) { edges { node { operationName outcome } } } }';

let stack: Stack;
let owner: Sql;
beforeAll(async () => {
  stack = await startStack();
  owner = openPool(stack.database.ownerUrl, { max: 2 });
});
afterAll(async () => {
  await owner?.end();
  await stack?.stop();
});

/** Statements that wait for the lock on payments. */
async function blocked(): Promise<number> {
  const [row] = await owner<{ n: number }[]>`
    select count(*)::integer as n from pg_locks
    where not granted and relation = 'facts.payments'::regclass
      and database = (select oid from pg_database where datname = current_database())`;
  return row?.n ?? -1;
}

/** While it runs, whoever reads payments waits for it. */
async function whilePaymentsAreLocked(work: () => Promise<void>): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`lock table facts.payments in access exclusive mode`;
    await work();
  });
}

async function outcomes(): Promise<readonly string[]> {
  const { body } = await stack.ask(await stack.token('AUDITOR', 'HB'), TRAIL);
  const edges: { node: { operationName: string | null; outcome: string } }[] =
    body.data.auditTrail.edges;
  return edges.flatMap(({ node }) => (node.operationName === 'Abandoned' ? node.outcome : []));
}

it('its queries are cancelled, its entry is written, and nobody else notices', async () => {
  const authorization = `Bearer ${await stack.token('ANALYST', 'HB')}`;
  await whilePaymentsAreLocked(async () => {
    const leaving = new AbortController();
    const asking = fetch(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: QUERY }),
      signal: leaving.signal,
    });
    asking.catch(() => undefined);
    await expect.poll(blocked, { timeout: 10_000 }).toBe(1);
    leaving.abort();
    await expect(asking).rejects.toThrow();
    // The lock is still held: only a cancel ends the statement.
    await expect.poll(blocked, { timeout: 2_000, interval: 5 }).toBe(0);
    await expect.poll(outcomes, { timeout: 10_000 }).toHaveLength(1);
  });
  expect(await outcomes()).toEqual(['FAILED']);
  expect(stack.gateway.output()).not.toContain('fetch failed');
  expect(stack.subgraphs.output()).not.toContain('fault');
  const metrics = await (await fetch(`${stack.url}/metrics`)).text();
  expect(metrics).toContain('payscope_receive_abandoned_total 1');
  const next = await stack.ask(await stack.token('ANALYST', 'AB'), QUERY);
  expect(next.body.errors).toBeUndefined();
});
