/** Checkpoints are written where trees grew, again where that failed, and never of another history. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, connectDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { type BankId, bankIdOf } from '../../lib/ids.ts';
import { operationToAppend } from '../../test/support/audit.ts';
import { logSigner } from '../../test/support/audit-log.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { append } from './append.ts';
import { openCheckpoint } from './checkpoint/checkpoint.ts';
import type { CheckpointPlace } from './checkpoint/place.ts';
import { createCheckpointWriter } from './checkpoint-writer.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  const settings = { poolMax: 3, statementTimeoutMs: 10_000, applicationName: 'test' };
  db = connectDatabase({ url: database.appUrl, ...settings });
});
afterAll(async () => {
  if (db) await closeDatabase(db);
  await database?.drop();
});

const signerOf = (bankId: BankId) => logSigner(7, `payscope.example/audit/${bankId}`);

/** A place in memory that can be made to fail. */
function memory() {
  const kept: string[] = [];
  const state = { isDown: false };
  const place: CheckpointPlace = {
    keep: async (_origin, note) => {
      if (state.isDown) throw new Error('it is down');
      kept.push(note);
    },
    latest: async () => kept.at(-1),
  };
  return { kept, state, place };
}

function writerTo(place: CheckpointPlace) {
  const outcomes: string[] = [];
  const { grew, writeDue } = createCheckpointWriter({ place, signerOf });
  return {
    grew,
    outcomes,
    writeDue: async () => {
      for (const { kind } of await writeDue(db)) outcomes.push(kind);
    },
  };
}

const add = (bankId: BankId, count: number) =>
  withTenant(db, bankId, (tx) => {
    const operations = Array.from({ length: count }, () => operationToAppend());
    return append(tx, { bankId, operations, now: new Date() });
  });

const sizesOf = (bankId: BankId, notes: readonly string[]) =>
  notes.map((note) => openCheckpoint(note, signerOf(bankId)).size);

describe('the writer of checkpoints', () => {
  it('signs a tree that grew, and none that did not', async () => {
    const bankId = bankIdOf('AB');
    const { kept, place } = memory();
    const writer = writerTo(place);
    for (const count of [3, 20]) {
      await add(bankId, count);
      writer.grew(bankId);
      await writer.writeDue();
    }
    await writer.writeDue();
    writer.grew(bankId);
    await writer.writeDue();
    expect(sizesOf(bankId, kept)).toEqual([3, 23]);
    expect(writer.outcomes).toEqual(['kept', 'kept', 'unchanged']);
  });

  it('tries again what its place did not take, while appends go on', async () => {
    const bankId = bankIdOf('CD');
    const { kept, state, place } = memory();
    const writer = writerTo(place);
    state.isDown = true;
    await add(bankId, 2);
    writer.grew(bankId);
    await writer.writeDue();
    await add(bankId, 2);
    state.isDown = false;
    await writer.writeDue();
    expect(writer.outcomes).toEqual(['failed', 'kept']);
    expect(sizesOf(bankId, kept)).toEqual([4]);
  });

  it('does not sign history that was rewritten, after a restart neither', async () => {
    const bankId = bankIdOf('EF');
    const { kept, place } = memory();
    await add(bankId, 20);
    const before = writerTo(place);
    before.grew(bankId);
    await before.writeDue();
    await database.asSuperuser(
      `begin; set local session_replication_role = 'replica';
       update audit.entries set subject = 'nobody' where bank_id = '${bankId}' and sequence = 4;
       delete from audit.trees where bank_id = '${bankId}';
       delete from audit.tree_tiles where bank_id = '${bankId}'; commit`,
    );
    for (const writer of [before, writerTo(place)]) {
      writer.grew(bankId);
      await writer.writeDue();
      expect(writer.outcomes.at(-1)).toBe('inconsistent');
    }
    expect(kept).toHaveLength(1);
  });

  it('does not sign a history that became shorter', async () => {
    const bankId = bankIdOf('GH');
    const { kept, place } = memory();
    await add(bankId, 20);
    const writer = writerTo(place);
    writer.grew(bankId);
    await writer.writeDue();
    await database.asSuperuser(
      `begin; set local session_replication_role = 'replica';
       delete from audit.entries where bank_id = '${bankId}' and sequence > 10;
       delete from audit.trees where bank_id = '${bankId}';
       delete from audit.tree_tiles where bank_id = '${bankId}'; commit`,
    );
    writer.grew(bankId);
    await writer.writeDue();
    expect([writer.outcomes.at(-1), kept.length]).toEqual(['inconsistent', 1]);
  });

  it('trusts no latest checkpoint that its own key did not sign', async () => {
    const bankId = bankIdOf('IJ');
    await add(bankId, 2);
    const { kept, place } = memory();
    const other = logSigner(3, signerOf(bankId).name);
    const forging = createCheckpointWriter({ place, signerOf: () => other });
    forging.grew(bankId);
    await forging.writeDue(db);
    const writer = writerTo(place);
    writer.grew(bankId);
    await writer.writeDue();
    expect([writer.outcomes, kept.length]).toEqual([['failed'], 1]);
  });
});
