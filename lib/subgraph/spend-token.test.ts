/** A hop token that ran a mutation is refused from then on, by every replica. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facts } from '../../subgraphs/facts/index.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { closeDatabase, connectDatabase, type Database, withTenant } from '../db/index.ts';
import { bankIdOf, newId } from '../ids.ts';
import { spendToken } from './spend-token.ts';

const AB = bankIdOf('AB');
const RECORD = `mutation ($key: String!) {
  recordPayments(idempotencyKey: $key, input: { payments: [] }) { __typename }
}`;

let database: TestDatabase;
let db: Database;
let served: ServedSubgraph;
let replica: ServedSubgraph;

beforeAll(async () => {
  database = await createTestDatabase();
  const options = { poolMax: 4, statementTimeoutMs: 10_000, applicationName: 'test' };
  db = connectDatabase({ url: database.appUrl, ...options });
  served = await serveForTest(facts, database.appUrl);
  replica = await serveForTest(facts, database.appUrl, { keys: served.keys });
});
afterAll(async () => {
  await served.close();
  await replica.close();
  await closeDatabase(db);
  await database.drop();
});

async function send(to: ServedSubgraph, token: string, query: string) {
  const response = await fetch(`${to.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { key: 'k' } }),
  });
  const body: { errors?: { extensions: { code: string } }[] } = JSON.parse(await response.text());
  return { status: response.status, code: body.errors?.[0]?.extensions.code };
}

describe('a hop token', () => {
  it('runs a mutation once, however often and wherever it is sent at once', async () => {
    const token = await served.token({ bankId: AB }, RECORD);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => send(turn % 2 ? served : replica, token, RECORD)),
    );
    expect(answers.filter(({ code }) => code === 'TOKEN_SPENT')).toHaveLength(19);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(19);
    expect(await send(replica, token, RECORD)).toEqual({ status: 403, code: 'TOKEN_SPENT' });
  });

  it('reads as often as it likes while it lives: a read changes nothing', async () => {
    const token = await served.token({ bankId: AB }, '{ bank { code } }');
    for (const to of [served, replica, served]) {
      expect(await send(to, token, '{ bank { code } }')).toEqual({ status: 200, code: undefined });
    }
  });

  it('that was spent is counted', async () => {
    const text = await (await fetch(`${replica.url}/metrics`)).text();
    expect(text).toMatch(/hop_refusals_total\{reason="spent",subgraph="facts"\} [1-9]/);
  });

  it.each([
    ['another field', '{ bank { code } }', '{ accounts { pageInfo { hasNextPage } } }'],
    ['one field more', '{ bank { code } }', '{ bank { code id } }'],
    ['a mutation instead of a read', '{ bank { code } }', RECORD],
    ['a read instead of a mutation', RECORD, '{ bank { code } }'],
    ['a document, with a token for a route', 'POST /entries', '{ bank { code } }'],
  ])('serves nothing but what it was signed for: %s', async (_what, signedFor, sent) => {
    const token = await served.token({ bankId: AB }, signedFor);
    expect(await send(served, token, sent)).toEqual({ status: 403, code: 'FORBIDDEN' });
  });
});

describe('the note of a spent token', () => {
  const asBank = (bankId: typeof AB) => {
    const inTenant: Parameters<typeof spendToken>[0] = (work) => withTenant(db, bankId, work);
    return inTenant;
  };

  it('is of one bank: another may have a token of the same id', async () => {
    const tokenId = newId();
    await spendToken(asBank(AB), { bankId: AB, tokenId });
    const CD = bankIdOf('CD');
    await spendToken(asBank(CD), { bankId: CD, tokenId });
    await expect(spendToken(asBank(AB), { bankId: AB, tokenId })).rejects.toMatchObject({
      code: 'TOKEN_SPENT',
    });
  });

  it('goes once its token is too old to be used anyway', async () => {
    const bankId = bankIdOf('EF');
    await withTenant(db, bankId, (tx) =>
      tx.execute(sql`insert into app.spent_tokens (bank_id, token_id, expires_at)
        select ${bankId}, gen_random_uuid(), now() - interval '1 second' from generate_series(1, 9)`),
    );
    await spendToken(asBank(bankId), { bankId, tokenId: newId() });
    const [row] = await withTenant(db, bankId, (tx) =>
      tx.execute(sql`select count(*)::int as kept from app.spent_tokens`),
    );
    expect(row).toEqual({ kept: 1 });
  });
});
