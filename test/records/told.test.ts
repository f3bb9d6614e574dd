/** What the trail is told of payments: each as it was recorded, counterparties for no one's eyes but by the keys. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, type TenantWork, withTenant } from '../../lib/db/index.ts';
import type { PersonalKeys } from '../../lib/envelope/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { sealingIn } from '../../lib/personal/index.ts';
import type { AuditEntryModel } from '../../subgraphs/audit/models.ts';
import { verify } from '../../subgraphs/audit/verify.ts';
import { accountId, paymentId } from '../../subgraphs/facts/domain/ids.ts';
import { openChange } from '../../subgraphs/facts/personal/open-change.ts';
import { connectForTest } from '../support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { seedFacts } from '../support/facts.ts';
import { openTestFacts, openTestKeys } from '../support/personal-keys.ts';
import { type ServedSubgraph, serveForTest } from '../support/subgraph.ts';
import { trailOf, valuesOf } from '../support/trail.ts';

const HB = bankIdOf('HB');
const ACCOUNT = '1234567890';
const RECORD = `mutation ($payments: [PaymentInput!]!, $key: String!) {
  recordPayments(input: { payments: $payments }, idempotencyKey: $key) { recordedCount }
}`;

let database: TestDatabase;
let db: Database;
let served: ServedSubgraph;
let keys: PersonalKeys;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  db = connectForTest(database.appUrl);
  served = await serveForTest(await openTestFacts(), database.appUrl);
  keys = await openTestKeys();
});
afterAll(async () => {
  await served.close();
  await closeDatabase(db);
  await database.drop();
});

function transfer(reference: string, account = ACCOUNT) {
  return {
    ...{ reference, accountNumber: '1', minorUnits: 250, currency: 'CZK', direction: 'DEBIT' },
    ...{ channel: 'TRANSFER_OUT', purpose: 'HOUSEHOLD', valueDate: '2024-01-01' },
    ...{ counterpartyBank: 'YZ', counterpartyAccount: account },
  };
}

async function entryOf(reference: string): Promise<AuditEntryModel> {
  const id = paymentId(HB, reference);
  const [entry, ...more] = (await trailOf(db, HB)).filter((one) => one.entityIds.includes(id));
  if (!entry || more.length > 0) throw new Error(`not one entry of ${reference}`);
  return entry;
}

/** As a process of its own that has the keys. */
function opened({ entityIds: [paymentId = ''], event }: AuditEntryModel) {
  const run = <T>(work: TenantWork<T>): Promise<T> => withTenant(db, HB, work);
  const envelope = sealingIn({ bankId: HB, read: run, write: run }, keys);
  const change = event?.changes?.counterparty_account;
  if (!change) throw new Error('the trail was not told of a counterparty');
  return openChange(envelope, { bankId: HB, paymentId }, change);
}

describe('the trail', () => {
  it('has each payment of a batch, nothing before and all of it after', async () => {
    const cash = { reference: 'told-2', accountNumber: '2', minorUnits: 7, currency: 'CZK' };
    const second = {
      ...cash,
      direction: 'CREDIT',
      channel: 'CASH_DEPOSIT',
      valueDate: '2024-01-02',
    };
    const payments = [transfer('told-1'), second];
    await served.ask('HB', RECORD, { payments, key: 'told' });
    const values = valuesOf(await entryOf('told-1'));
    expect(values).toEqual({
      reference: [null, 'told-1'],
      account_id: [null, accountId(HB, '1')],
      minor_units: [null, '250'],
      currency: [null, 'CZK'],
      direction: [null, 'DEBIT'],
      channel: [null, 'TRANSFER_OUT'],
      purpose: [null, 'HOUSEHOLD'],
      value_date: [null, '2024-01-01'],
      counterparty_bank: [null, 'YZ'],
      counterparty_account: [null, expect.stringMatching(/^[A-Za-z0-9+/]{80,}=*$/)],
    });
    expect(await entryOf('told-2')).toMatchObject({
      ...{ operationName: 'recordPayments', outcome: 'ALLOWED' },
      event: {
        category: 'change',
        kind: 'PAYMENT_RECORDED',
        details: { decision: expect.any(String) },
      },
    });
    expect(valuesOf(await entryOf('told-2'))).not.toHaveProperty('counterparty_account');
  });

  it('is told once, however often a batch is sent', async () => {
    const payments = [transfer('again')];
    for (let time = 0; time < 3; time += 1) {
      await served.ask('HB', RECORD, { payments, key: 'again' });
    }
    expect(await entryOf('again')).toMatchObject({ event: { kind: 'PAYMENT_RECORDED' } });
  });

  it('is told of no payment that was rejected with its batch', async () => {
    const payments = [transfer('unlucky'), transfer('told-1')];
    await served.ask('HB', RECORD, { payments, key: 'rejected' });
    await expect(entryOf('unlucky')).rejects.toThrow('not one entry');
  });

  it('opens by the keys, and holds the account nowhere in the clear', async () => {
    await served.ask('HB', RECORD, { payments: [transfer('sealed')], key: 'sealed' });
    const entry = await entryOf('sealed');
    expect(JSON.stringify(entry)).not.toContain(ACCOUNT);
    expect(await opened(entry)).toEqual({ before: null, after: ACCOUNT, isErased: false });
  });

  it('seals a counterparty under one subject, whatever payment names it, and others under others', async () => {
    const payments = [transfer('s-1'), transfer('s-2'), transfer('s-3', '999')];
    await served.ask('HB', RECORD, { payments, key: 'subjects' });
    const subjects = await Promise.all(
      ['s-1', 's-2', 's-3'].map(
        async (name) => (await entryOf(name)).event?.changes?.counterparty_account?.subject,
      ),
    );
    expect(subjects[0]).toBe(subjects[1]);
    expect(subjects[0]).not.toBe(subjects[2]);
  });

  it("does not open in another payment's entry", async () => {
    const [one, other] = [await entryOf('s-1'), await entryOf('s-2')];
    await expect(opened({ ...one, entityIds: other.entityIds })).rejects.toThrow();
  });

  it('holds nothing readable of a subject that was erased, and still is whole', async () => {
    await served.ask('HB', RECORD, { payments: [transfer('erased', '555')], key: 'erased' });
    const entry = await entryOf('erased');
    const subject = entry.event?.changes?.counterparty_account?.subject;
    await database.asSuperuser(`update facts.subject_keys
      set wrapped = null, wrapped_by = null, erased_at = now() where subject_id = '${subject}'`);
    expect(await opened(entry)).toEqual({ before: null, after: null, isErased: true });
    expect(await opened(await entryOf('sealed'))).toMatchObject({ after: ACCOUNT });
    await served.ask('HB', RECORD, { payments: [transfer('later', '555')], key: 'later' });
    expect(await opened(await entryOf('later'))).toEqual({
      before: null,
      after: null,
      isErased: true,
    });
    const found = await withTenant(db, HB, (tx) => verify(tx, { bankId: HB, pieceSize: 100 }));
    expect(found.intact).toBe(true);
  });
});
