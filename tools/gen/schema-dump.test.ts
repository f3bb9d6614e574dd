import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openPool } from '../../lib/db/pool.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import { dumpSchema } from './schema-dump.ts';

it('the committed dump is what the migrations make', async () => {
  const database = await createTestDatabase();
  try {
    const committed = await readFile('migrations/schema.sql', 'utf8');
    expect(await dumpSchema(database.ownerUrl)).toBe(committed);
  } finally {
    await database.drop();
  }
});

it.each([
  ['a column', 'alter table facts.loans add column note text'],
  ['a default', `alter table facts.loans alter column currency set default 'CZK'`],
  ['a constraint', 'alter table facts.loans drop constraint loans_status_check'],
  ['an index', 'drop index facts.loans_account_idx'],
  ['a policy', 'alter policy loans_tenant on facts.loans with check (true)'],
  ['forced row-level security', 'alter table facts.loans no force row level security'],
  ['a grant', 'grant delete on facts.loans to payscope_app'],
  ['a trigger', 'drop trigger payments_note_graph on facts.payments'],
  ['a comment', `comment on table facts.loans is 'other'`],
  ['a function', 'drop function app.current_bank() cascade'],
])('the dump changes with %s', async (_, statement) => {
  const database = await createTestDatabase();
  const sql = openPool(database.ownerUrl, { max: 1 });
  try {
    const before = await dumpSchema(database.ownerUrl);
    await sql.unsafe(statement);
    expect(await dumpSchema(database.ownerUrl)).not.toBe(before);
  } finally {
    await sql.end();
    await database.drop();
  }
});
