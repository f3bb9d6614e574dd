/** What was changed comes into the chain: all of it, once, and in its order. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { closeDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { type BankId, bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { type Happening, tellTrail } from '../../lib/trail/index.ts';
import { entryBody, hashByHand, recordEntry } from '../../test/support/audit.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { serveForTest } from '../../test/support/subgraph.ts';
import { TELLER } from '../../test/support/teller.ts';
import { trailOf, valuesOf } from '../../test/support/trail.ts';
import { chainChanges } from './chain-changes.ts';
import { auditBy } from './index.ts';
import { listChain } from './queries/list-chain.ts';
import { verify } from './verify.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 6);
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
});

const now = () => new Date();

function happening(n: number): Happening {
  const changes = { n: { before: null, after: String(n), subject: null } };
  const event = { category: 'change', kind: 'COUNTED', details: {}, changes } as const;
  return { event, entityIds: [newDecisionId()] };
}

async function tell(bankId: BankId, ...numbers: readonly number[]): Promise<void> {
  await withTenant(db, bankId, (tx) => tellTrail(tx, bankId, TELLER, numbers.map(happening)));
}

const countedIn = (entries: Awaited<ReturnType<typeof trailOf>>) =>
  entries.flatMap((entry) => valuesOf(entry).n?.[1] ?? []);

const inChain = (bankId: BankId) =>
  withTenant(db, bankId, (tx) => listChain(tx, bankId, { from: 1, to: 100_000 }));

describe('a change', () => {
  it('is in the chain with who made it, when, before and after, and the hash covers all of it', async () => {
    const bankId = bankIdOf('AA');
    await tell(bankId, 1);
    const [entry, ...more] = await trailOf(db, bankId);
    if (!entry) throw new Error('nothing was chained');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      ...{ sequence: 1, subject: 'test', role: 'SYSTEM', operationName: 'recordPayments' },
      ...{ policyRevision: 'r1', outcome: 'ALLOWED', hash: hashByHand(entry) },
      event: { kind: 'COUNTED', changes: { n: { before: null, after: '1', subject: null } } },
    });
    expect(Date.parse(entry.event?.details.at ?? '')).toBeLessThanOrEqual(+entry.recordedAt);
  });

  it('whose transaction was rolled back is not', async () => {
    const bankId = bankIdOf('AB');
    const telling = withTenant(db, bankId, async (tx) => {
      await tellTrail(tx, bankId, TELLER, [happening(1)]);
      throw new Error('rolled back');
    });
    await expect(telling).rejects.toThrow('rolled back');
    expect(await trailOf(db, bankId)).toEqual([]);
  });

  it('comes after those before it, however many there are', async () => {
    const bankId = bankIdOf('AC');
    const numbers = Array.from({ length: 1_203 }, (_, index) => index);
    for (const part of [numbers.slice(0, 3), numbers.slice(3, 1_103), numbers.slice(1_103)]) {
      await tell(bankId, ...part);
    }
    expect(countedIn(await trailOf(db, bankId))).toEqual(numbers.map(String));
  });

  it('is there once, whoever chains at the same time and whoever appends', async () => {
    const bankId = bankIdOf('AD');
    const numbers = Array.from({ length: 600 }, (_, index) => index);
    await tell(bankId, ...numbers);
    await Promise.all(Array.from({ length: 4 }, () => chainChanges(db, bankId, now)));
    expect(countedIn(await inChain(bankId))).toEqual(numbers.map(String));
    const found = await withTenant(db, bankId, (tx) => verify(tx, { bankId, pieceSize: 100 }));
    expect(found).toMatchObject({ intact: true, entriesChecked: 600 });
  });

  it('of one bank is in the chain of no other', async () => {
    const [mine, others] = [bankIdOf('AE'), bankIdOf('AF')];
    await tell(mine, 1);
    expect(await chainChanges(db, others, now)).toBe(0);
    expect([await inChain(others), countedIn(await trailOf(db, mine))]).toEqual([[], ['1']]);
  });
});

describe('the audit subgraph', () => {
  async function serve(banks: readonly BankId[]) {
    const served = await serveForTest(auditBy({ now, banks }), database.appUrl);
    onTestFinished(served.close);
    return served;
  }

  it('chains what was changed once it is told of the operation', async () => {
    const served = await serve([]);
    await tell(bankIdOf('AG'), 1, 2);
    const body = entryBody({ decisionId: newDecisionId() });
    await recordEntry({ bank: 'AG', body, by: served });
    await expect.poll(async () => countedIn(await inChain(bankIdOf('AG')))).toEqual(['1', '2']);
  });

  it('chains from the start what was left by a process that died, for the banks it is given', async () => {
    await tell(bankIdOf('AH'), 1);
    await tell(bankIdOf('AI'), 1);
    await serve([bankIdOf('AH')]);
    await expect.poll(async () => countedIn(await inChain(bankIdOf('AH')))).toEqual(['1']);
    expect(await inChain(bankIdOf('AI'))).toEqual([]);
  });
});
