/** A database with a little of two banks, and the application's role on one plain connection to it. */
import type { Sql } from 'postgres';
import { openPool } from '../../../lib/db/pool.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

export const AB = bankIdOf('AB');
export const CD = bankIdOf('CD');

/** Of CD's account; AB can't know it. */
export const ACCOUNT_OF_CD = '00000000-0000-4000-8000-0000000000cd';
export const ACCOUNT_OF_AB = '00000000-0000-4000-8000-0000000000ab';

const ROWS = `
  insert into facts.banks (bank_id, code) values ('${AB}', 'AB'), ('${CD}', 'CD');
  insert into facts.accounts (bank_id, id, number)
    values ('${AB}', '${ACCOUNT_OF_AB}', 'ab-1'), ('${CD}', '${ACCOUNT_OF_CD}', 'cd-1');
  insert into facts.loads (bank_id, source, checksum)
    values ('${AB}', 'ab-file', 'x'), ('${CD}', 'cd-file', 'x')`;

export async function createTwoBanks(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await database.asSuperuser(ROWS);
  return database;
}

/** What a step may be done as: a bank, or a connection on which none was set. */
export type Who = 'AB' | 'CD' | 'nobody';
export type Step = readonly [who: Who, statements: string];

/** Rows of the last statement of the last step, each as its values; or the SQLSTATE of what was refused. */
export type Outcome = readonly (readonly unknown[])[] | string;

/** One after the other on one connection, each in a transaction of its bank, as injected SQL would be. */
export async function perform(url: string, steps: readonly Step[]): Promise<Outcome> {
  const sql = openPool(url, { max: 1 });
  let last: Outcome = [];
  try {
    for (const [who, statements] of steps) last = await performOne(sql, who, statements);
  } catch (error) {
    return sqlstateOf(error);
  } finally {
    await sql.end();
  }
  return last;
}

async function performOne(sql: Sql, who: Who, statements: string): Promise<Outcome> {
  return sql.begin(async (tx) => {
    if (who !== 'nobody') await tx`select set_config('app.bank_id', ${bankIdOf(who)}, true)`;
    const result = await tx.unsafe(statements).simple();
    // Of several statements the driver gives an array of results.
    const rows = [...result].some(Array.isArray) ? [...result].at(-1) : result;
    return Array.isArray(rows) ? rows.map((row) => Object.values(row)) : [];
  });
}

/** @throws what is no error of the database. */
export function sqlstateOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  throw error;
}
