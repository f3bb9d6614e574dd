/** What the database refuses, and what verifyAudit finds when somebody got past it. */

import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { operationToAppend } from '../../test/support/audit.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { append } from './append.ts';
import { verify } from './verify.ts';

const bankId = bankIdOf('HB');
const LENGTH = 12;
/** Small, so that the chain takes several pieces. */
const PIECE = 5;

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl);
  const operations = Array.from({ length: LENGTH }, () =>
    operationToAppend({ entityIds: [newDecisionId()] }),
  );
  for (const some of [operations.slice(0, 7), operations.slice(7)]) {
    await withTenant(db, bankId, (tx) => append(tx, { bankId, operations: some, now: new Date() }));
  }
});

afterAll(async () => {
  if (db) await closeDatabase(db);
  await database?.drop();
});

async function run(url: string, ...statements: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql.begin(async (tx) => {
      for (const statement of statements) await tx.unsafe(statement);
    });
  } finally {
    await sql.end();
  }
}

const asBank = `set local app.bank_id = '${bankId}'`;

describe('the database refuses', () => {
  const statements = [
    "update audit.entries set subject = 'mallory'",
    'update audit.entries set subject = subject where false',
    'delete from audit.entries',
    'truncate audit.entries, audit.entry_entities',
    'truncate audit.entries cascade',
    'update audit.entry_entities set sequence = 1',
    'delete from audit.entry_entities',
    'truncate audit.entry_entities',
  ];

  it.each(statements)('%s by the application', async (statement) => {
    const running = run(database.appUrl, asBank, statement);
    await expect(running).rejects.toMatchObject({ code: '42501' });
  });

  it.each(statements)('%s by the owner, as a bank', async (statement) => {
    const running = run(database.ownerUrl, asBank, statement);
    await expect(running).rejects.toMatchObject({ code: '42501' });
  });

  it.each(statements)('%s by the owner, as no bank', async (statement) => {
    await expect(run(database.ownerUrl, statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('an entry under another bank', async () => {
    const insert = `insert into audit.entries select '${bankIdOf('CD')}', sequence + 100, recorded_at,
      decision_id, subject, role, operation_name, operation_hash, policy_revision, outcome,
      denied_coordinates, entity_ids, previous_hash, hash, event, elevation_ids from audit.entries limit 1`;
    await expect(run(database.appUrl, asBank, insert)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('verifying', () => {
  /** The superuser's, with triggers off: what no permission keeps out. */
  const tamper = (statement: string) =>
    run(database.adminUrl, "set local session_replication_role = 'replica'", statement);
  const verifying = () => withTenant(db, bankId, (tx) => verify(tx, { bankId, pieceSize: PIECE }));

  beforeEach(() => tamper('create table if not exists public.kept as select * from audit.entries'));

  it('finds a chain whole that nobody touched', async () => {
    expect(await verifying()).toMatchObject({
      intact: true,
      entriesChecked: LENGTH,
      firstBrokenSequence: null,
    });
  });

  it.each([
    ['a changed first entry', "update audit.entries set subject = 'm' where sequence = 1", 1],
    [
      'a changed list',
      "update audit.entries set denied_coordinates = '{A.b}' where sequence = 4",
      4,
    ],
    ['a changed entity', "update audit.entries set entity_ids = '{}' where sequence = 5", 5],
    [
      'a changed instant',
      `update audit.entries set recorded_at = recorded_at + interval '1 ms' where sequence = 6`,
      6,
    ],
    ['a changed last entry', "update audit.entries set role = 'ADMIN' where sequence = 12", 12],
    ['an entry taken out', 'delete from audit.entries where sequence = 8', 8],
    ['an entry taken out at the end of a piece', 'delete from audit.entries where sequence = 5', 5],
    ['the beginning taken out', 'delete from audit.entries where sequence <= 5', 1],
    [
      'the hash of another',
      "update audit.entries set hash = repeat('0', 64) where sequence = 3",
      3,
    ],
    [
      'two entries swapped',
      'update audit.entries set sequence = case sequence when 9 then 1009 else sequence end where sequence = 9',
      9,
    ],
  ])('finds %s', async (_what, statement, sequence) => {
    try {
      await tamper(statement);
      expect(await verifying()).toMatchObject({ intact: false, firstBrokenSequence: sequence });
    } finally {
      await tamper('delete from audit.entries');
      await tamper('insert into audit.entries select * from public.kept');
    }
  });

  it('of another bank is not disturbed by it', async () => {
    const other = bankIdOf('CD');
    const verification = await withTenant(db, other, (tx) =>
      verify(tx, { bankId: other, pieceSize: PIECE }),
    );
    expect(verification).toEqual({
      intact: true,
      entriesChecked: 0,
      firstBrokenSequence: null,
      headHash: null,
    });
  });
});
