/** An unset tenant must be an error: a null would only hide rows, a default would choose a bank. */
import type { Sql } from 'postgres';
import type { Finding } from './finding.ts';

const NAME = 'app.current_bank()';

/** Any bank that no row has. */
const SOME_BANK = '6f1d4b58-0000-5000-8000-000000000000';

/** Settings for which it must raise, with what it means when it does not. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['', 'does not raise when app.bank_id is unset'],
  ['no uuid', 'does not raise when app.bank_id is no UUID'],
];

export async function checkFunction(sql: Sql): Promise<readonly Finding[]> {
  const finding = (what: string): readonly Finding[] => [
    { table: NAME, what, fix: 'restore it as in migrations/0001_create_tenancy.sql' },
  ];
  const [found] = await sql<{ volatility: string; pinned: boolean }[]>`
    select p.provolatile as volatility,
      coalesce(p.proconfig @> array['search_path=pg_catalog'], false) as pinned
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'app' and p.proname = 'current_bank' and p.pronargs = 0`;
  if (!found) return finding('does not exist');
  for (const [setting, what] of REFUSED) {
    if ((await callWith(sql, setting)) !== 'raised') return finding(what);
  }
  const answer = await callWith(sql, SOME_BANK);
  if (answer !== 'raised' && answer !== SOME_BANK) {
    return finding('answers with another bank than app.bank_id');
  }
  if (found.volatility !== 's') {
    return finding('is not stable: a plan would keep the bank it was made for');
  }
  if (!found.pinned) return finding('finds current_setting() by a search_path of others');
  return [];
}

/** `raised`, or what it returned. */
async function callWith(sql: Sql, setting: string): Promise<string | null> {
  try {
    return await sql.begin(async (tx) => {
      await tx`select set_config('app.bank_id', ${setting}, true)`;
      const [row] = await tx<{ bank: string | null }[]>`select app.current_bank() as bank`;
      return row?.bank ?? null;
    });
  } catch (error) {
    if (error instanceof Error && 'severity' in error) return 'raised';
    // A lost connection is no answer.
    throw error;
  }
}
