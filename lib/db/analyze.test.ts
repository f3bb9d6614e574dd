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

test('after a load the planner knows how many rows there are', async () => {
  const sql = openPool(database.ownerUrl, { max: 1 });
  const rows = async () => {
    const [found] = await sql`select reltuples::int as n from pg_class
      where oid = 'facts.banks'::regclass`;
    return found?.n;
  };
  await sql.begin(async (tx) => {
    const bank = bankIdOf('HB');
    await tx`select set_config('app.bank_id', ${bank}, true)`;
    await tx`insert into facts.banks (bank_id, code) values (${bank}, 'HB')`;
  });
  expect(await rows()).toBe(-1);
  await analyzeDatabase(database.ownerUrl);
  expect(await rows()).toBe(1);
  await sql.end();
});
