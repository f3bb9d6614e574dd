/** Recording over HTTP, against chains recomputed by hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, withTenant } from '../../../lib/db/index.ts';
import { type BankId, bankIdOf, newDecisionId } from '../../../lib/ids.ts';
import { entryBody, hashByHand, recordEntry } from '../../../test/support/audit.ts';
import { connectForTest } from '../../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../../test/support/subgraph.ts';
import { audit } from '../index.ts';
import type { AuditEntryModel } from '../models.ts';
import { listChain } from '../queries/list-chain.ts';

let database: TestDatabase;
let db: Database;
let served: ServedSubgraph;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 2);
  served = await serveForTest(audit, database.appUrl);
});

afterAll(async () => {
  await served?.close();
  if (db) await closeDatabase(db);
  await database?.drop();
});

const chainOf = (bankId: BankId) =>
  withTenant(db, bankId, (tx) => listChain(tx, bankId, { from: 1, to: 1_000_000 }));

/** Recomputed here from the rows, link by link. */
function expectWhole(chain: readonly AuditEntryModel[]): void {
  let previousHash = '0'.repeat(64);
  for (const [index, entry] of chain.entries()) {
    expect(entry).toMatchObject({ sequence: index + 1, previousHash, hash: hashByHand(entry) });
    previousHash = entry.hash;
  }
}

describe('recording', () => {
  it('answers with the receipt of the entry', async () => {
    const body = entryBody({ decisionId: newDecisionId() });
    const { status, answer } = await recordEntry({ by: served, bank: 'AB', body });
    const [entry] = await chainOf(bankIdOf('AB'));
    expect(status).toBe(201);
    expect(answer).toEqual({
      sequence: 1,
      hash: entry?.hash,
      recordedAt: entry?.recordedAt.toISOString(),
    });
  });

  it('keeps what the gateway told and who the token names', async () => {
    const body = entryBody({
      decisionId: newDecisionId(),
      operationName: null,
      outcome: 'PARTIAL',
      deniedCoordinates: ['AccountHolder.gender', 'Query."quoted, {odd}"'],
      entityIds: [newDecisionId(), newDecisionId()],
    });
    await recordEntry({ by: served, bank: 'CD', body, subject: 'Žofie "\\ ✓', role: 'AUDITOR' });
    expect(await chainOf(bankIdOf('CD'))).toMatchObject([
      { ...body, bankId: bankIdOf('CD'), subject: 'Žofie "\\ ✓', role: 'AUDITOR' },
    ]);
  });

  it('keeps the longest subject and the most entities there can be', async () => {
    const entityIds = Array.from({ length: 25_000 }, newDecisionId);
    const body = entryBody({ decisionId: newDecisionId(), entityIds });
    const subject = '\u{1f600}'.repeat(128);
    const { status } = await recordEntry({ by: served, bank: 'YZ', body, subject });
    expect(status).toBe(201);
    expectWhole(await chainOf(bankIdOf('YZ')));
  });

  it('answers the same decision with the same receipt, and adds nothing', async () => {
    const body = entryBody({ decisionId: newDecisionId() });
    const first = await recordEntry({ by: served, bank: 'EF', body });
    const again = await recordEntry({ by: served, bank: 'EF', body });
    expect(again).toEqual({ status: 200, answer: first.answer });
    expect(await chainOf(bankIdOf('EF'))).toHaveLength(1);
  });

  it('refuses another operation under the same decision', async () => {
    const body = entryBody({ decisionId: newDecisionId() });
    await recordEntry({ by: served, bank: 'GH', body });
    const { status, answer } = await recordEntry({
      by: served,
      bank: 'GH',
      body: { ...body, outcome: 'FAILED' },
    });
    expect(status).toBe(422);
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }] });
    expect(await chainOf(bankIdOf('GH'))).toHaveLength(1);
  });

  it('refuses a body that does not fit, without a trace', async () => {
    const body = { ...entryBody({ decisionId: newDecisionId() }), operationHash: 'a\0' };
    const { status, answer } = await recordEntry({ by: served, bank: 'IJ', body });
    expect(status).toBe(400);
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(await chainOf(bankIdOf('IJ'))).toEqual([]);
  });

  it.each([
    ['no token', async () => ({})],
    ['a token for another subgraph', async () => bearer({ audience: 'facts' })],
  ])('takes nothing with %s', async (_what, headers) => {
    const body = entryBody({ decisionId: newDecisionId() });
    const response = await fetch(`${served.url}/entries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await headers()) },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(401);
  });

  it('keeps one whole chain per bank, from several servers at once', async () => {
    const other = await serveForTest(audit, database.appUrl);
    try {
      const all = Array.from({ length: 120 }, (_, index) => ({
        bank: index % 3 === 0 ? 'KL' : 'MN',
        by: index % 2 === 0 ? served : other,
        body: entryBody({ decisionId: newDecisionId() }),
      }));
      const answers = await Promise.all(all.map(recordEntry));
      expect(answers.map(({ status }) => status)).toEqual(all.map(() => 201));
      const chains = [await chainOf(bankIdOf('KL')), await chainOf(bankIdOf('MN'))] as const;
      expect(chains.map((chain) => chain.length)).toEqual([40, 80]);
      for (const chain of chains) expectWhole(chain);
    } finally {
      await other.close();
    }
  });
});

async function bearer(claims: Parameters<ServedSubgraph['token']>[0]) {
  return { authorization: `Bearer ${await served.token(claims)}` };
}
