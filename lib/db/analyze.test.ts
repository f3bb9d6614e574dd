import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { bankIdOf } from '../ids.ts';
import { analyzeDatabase } from './analyze.ts';
import { openPool } from './pool.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('after a load the planner knows how many rows there are, and takes no empty table for one that stays so', async () => {
  const sql = openPool(database.ownerUrl, { max: 1 });
  const rowsOf = async (table: string) => {
    const [found] = await sql`select reltuples::int as n from pg_class
      where oid = ${table}::regclass`;
    return found?.n;
  };
  await sql.begin(async (tx) => {
    const bank = bankIdOf('HB');
    await tx`select set_config('app.bank_id', ${bank}, true)`;
    await tx`insert into facts.banks (bank_id, code) values (${bank}, 'HB')`;
  });
  const unknown = -1;
  expect(await rowsOf('facts.banks')).toBe(unknown);
  await analyzeDatabase(database.ownerUrl);
  expect(await rowsOf('facts.banks')).toBe(1);
  expect(await rowsOf('audit.entries')).toBe(unknown);
  await sql.end();
});
