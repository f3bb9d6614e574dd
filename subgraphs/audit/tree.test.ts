/** The tree a bank's entries are put in as they are appended, and what it tells of its owner. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, type TenantWork, withTenant } from '../../lib/db/index.ts';
import { type BankId, bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { operationToAppend } from '../../test/support/audit.ts';
import { LOG_BANK, logSigner, rootOf } from '../../test/support/audit-log.ts';
import { sourceOf } from '../../test/support/audit-tampering.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { append } from './append.ts';
import { catchUp } from './catch-up.ts';
import { signCheckpoint } from './checkpoint/checkpoint.ts';
import { formatVerifierKey } from './checkpoint/note-key.ts';
import { hashOf, toCanonical, toLeaf } from './domain/entry.ts';
import { judge } from './dump/judge.ts';
import { isConsistent, isIncluded } from './merkle/check-proof.ts';
import type { AuditEntryModel } from './models.ts';
import { proveEntries, proveGrowth } from './prove-entry.ts';
import { findTree } from './queries/find-tree.ts';
import { listChain } from './queries/list-chain.ts';
import { verify } from './verify.ts';

const LENGTH = 300;
/** Its log is the one the signer of test/support/audit-log.ts signs. */
const bankId = LOG_BANK;

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 4);
  await appendAll(bankId, LENGTH);
});

afterAll(async () => {
  if (db) await closeDatabase(db);
  await database?.drop();
});

const operation = () => operationToAppend({ entityIds: [newDecisionId()] });

/** In batches of uneven size, as traffic makes them. */
async function appendAll(bank: BankId, count: number): Promise<void> {
  for (let done = 0, size = 1; done < count; size = (size % 37) + 5) {
    const operations = Array.from({ length: Math.min(size, count - done) }, operation);
    await inBank(bank, (tx) => append(tx, { bankId: bank, operations, now: new Date() }));
    done += operations.length;
  }
}

const inBank = <T>(bank: BankId, work: TenantWork<T>) => withTenant(db, bank, work);
const proveEntry = async (bank: BankId, sequence: number, size?: number) =>
  (await inBank(bank, (tx) => proveEntries(tx, bank, { sequences: [sequence], size }))).get(
    sequence,
  );
const chainOf = (bank: BankId) =>
  inBank(bank, (tx) => listChain(tx, bank, { from: 1, to: 1_000_000 }));
const dumpOf = (entries: readonly AuditEntryModel[]) =>
  sourceOf(Buffer.from(entries.map((entry) => `${toCanonical(entry)}\n`).join('')));

describe('the tree of a bank', () => {
  it('has every entry as soon as it is appended', async () => {
    const entries = await chainOf(bankId);
    const proof = await proveEntry(bankId, 1);
    expect(proof).toMatchObject({ size: LENGTH, root: rootOf(entries) });
  });

  it('proves each entry, in less than 1 KiB', async () => {
    const entries = await chainOf(bankId);
    for (const { sequence } of entries.filter((_, index) => index % 23 === 0)) {
      const proof = await proveEntry(bankId, sequence);
      const leaf = toLeaf(entries[sequence - 1] ?? expect.fail());
      const { size = 0, root = '', hashes = [] } = proof ?? {};
      expect(isIncluded({ index: sequence - 1, size, leaf, root, proof: hashes })).toBe(true);
      expect(hashes.length * 32).toBeLessThan(1_024);
    }
  });

  it('proves that it only grew since any of its sizes', async () => {
    const entries = await chainOf(bankId);
    for (const older of [0, 1, 16, 17, 160, 255, 256, 299, 300]) {
      const proof = await inBank(bankId, (tx) => proveGrowth(tx, bankId, { older }));
      const was = { size: older, root: rootOf(entries.slice(0, older)) };
      const is = { size: proof?.size ?? 0, root: proof?.root ?? '' };
      expect(isConsistent({ older: was, newer: is, proof: proof?.hashes ?? [] })).toBe(true);
    }
  });

  it.each([
    [0, undefined],
    [LENGTH + 1, undefined],
    [5, 4],
    [5, LENGTH + 1],
  ])('proves nothing of entry %i among %s', async (sequence, size) => {
    expect(await proveEntry(bankId, sequence, size)).toBeUndefined();
  });

  it('is whole after appends from several connections at once', async () => {
    const bank = bankIdOf('CD');
    await Promise.all([1, 2, 3, 4].map(() => appendAll(bank, 40)));
    const entries = await chainOf(bank);
    const proof = await proveEntry(bank, 160);
    expect(proof).toMatchObject({ size: 160, root: rootOf(entries) });
  });

  it('does not grow by an append that is rolled back', async () => {
    const bank = bankIdOf('GH');
    await appendAll(bank, 3);
    const failing = inBank(bank, async (tx) => {
      await append(tx, { bankId: bank, operations: [operation()], now: new Date() });
      throw new Error('after it');
    });
    await expect(failing).rejects.toThrow('after it');
    expect(await inBank(bank, (tx) => findTree(tx, bank))).toMatchObject({ size: 3 });
  });

  it('takes up entries from before there was one, a piece at a time, while others append', async () => {
    const bank = bankIdOf('EF');
    await appendAll(bank, 50);
    await asOwnerOfAll(
      `delete from audit.trees where bank_id = '${bank}'; delete from audit.tree_tiles where bank_id = '${bank}'`,
    );
    const missing = await inBank(bank, (tx) => catchUp(tx, { bankId: bank, pieceSize: 20 }));
    expect(missing).toBe(30);
    await appendAll(bank, 5);
    expect(await inBank(bank, (tx) => findTree(tx, bank))).toMatchObject({ size: 20 });
    while ((await inBank(bank, (tx) => catchUp(tx, { bankId: bank, pieceSize: 20 }))) > 0);
    const entries = await chainOf(bank);
    const proof = await proveEntry(bank, 55);
    expect(proof).toMatchObject({ size: 55, root: rootOf(entries) });
  });

  it.each([
    'update audit.tree_tiles set level = 3',
    'delete from audit.tree_tiles',
    'truncate audit.tree_tiles',
  ])('refuses %s by the application', async (statement) => {
    await expect(inBank(bankId, (tx) => tx.execute(statement))).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('the owner of the database', () => {
  it('who rewrites history with a chain that fits is found by the checkpoint alone', async () => {
    const before = await chainOf(bankId);
    const note = signCheckpoint({ size: before.length, root: rootOf(before) }, logSigner(7));
    const evidence = { checkpoints: Buffer.from(note), key: formatVerifierKey(logSigner(7)) };
    expect(await judge({ ...evidence, dump: dumpOf(before) })).toMatchObject({ ok: true });

    await rewriteFrom(before, 100);

    const after = await chainOf(bankId);
    expect(after[99]?.subject).toBe('nobody');
    // The chain fits, and the tree was made anew to fit too.
    const chain = await inBank(bankId, (tx) => verify(tx, { bankId, pieceSize: 100 }));
    expect(chain).toMatchObject({ intact: true, entriesChecked: LENGTH });
    const proof = await proveEntry(bankId, 100);
    expect(proof?.root).toBe(rootOf(after));
    expect(await judge({ ...evidence, dump: dumpOf(after) })).toMatchObject({
      ok: false,
      fault: 'WRONG_ROOT',
      sequence: LENGTH,
    });
    const growth = await inBank(bankId, (tx) => proveGrowth(tx, bankId, { older: LENGTH }));
    const older = { size: LENGTH, root: rootOf(before) };
    const newer = { size: growth?.size ?? 0, root: growth?.root ?? '' };
    expect(isConsistent({ older, newer, proof: growth?.hashes ?? [] })).toBe(false);
  });
});

/** With every trigger off: what a superuser can do. */
function asOwnerOfAll(statements: string): Promise<void> {
  return database.asSuperuser(
    `begin; set local session_replication_role = 'replica'; ${statements}; commit`,
  );
}

/** Changes one entry, and hashes it and all after it as the log itself would have. */
async function rewriteFrom(entries: readonly AuditEntryModel[], sequence: number): Promise<void> {
  let previousHash = entries[sequence - 2]?.hash ?? '';
  const updates = entries.slice(sequence - 1).map((entry, index) => {
    const changed = { ...entry, previousHash, ...(index === 0 && { subject: 'nobody' }) };
    const hash = hashOf(changed);
    previousHash = hash;
    return `update audit.entries set subject = '${changed.subject}', previous_hash = '${changed.previousHash}',
      hash = '${hash}' where bank_id = '${bankId}' and sequence = ${entry.sequence}`;
  });
  await asOwnerOfAll(
    `${updates.join(';')}; delete from audit.trees where bank_id = '${bankId}';
     delete from audit.tree_tiles where bank_id = '${bankId}'`,
  );
  while ((await inBank(bankId, (tx) => catchUp(tx, { bankId, pieceSize: 100 }))) > 0);
}
