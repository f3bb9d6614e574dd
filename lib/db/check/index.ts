/** The self-check: tenants are separated by the database, or nothing is served from it. */
import type { Sql } from 'postgres';
import { type Database, openPool, POOL } from '../pool.ts';
import { checkAccess } from './check-access.ts';
import { checkFunction } from './check-function.ts';
import { checkKeys } from './check-keys.ts';
import { checkPolicies } from './check-policies.ts';
import { checkRole } from './check-role.ts';
import type { Finding } from './finding.ts';

export type { Finding } from './finding.ts';

/** One file per rule; each reads the catalogues and says what is missing. */
const CHECKS: readonly ((sql: Sql) => Promise<readonly Finding[]>)[] = [
  checkRole,
  checkFunction,
  checkPolicies,
  checkKeys,
  checkAccess,
];

/**
 * What keeps this database from separating tenants; empty when it does.
 * @param target the application role's URL or pool: the role that connects is checked too.
 */
export async function checkDatabase(target: Database | string): Promise<readonly Finding[]> {
  if (typeof target !== 'string') return runChecks(target[POOL]);
  const sql = openPool(target, { max: 1 });
  try {
    return await runChecks(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** One line per finding, for the log and the exit message. */
export function formatFindings(findings: readonly Finding[]): string {
  const lines = findings.map(({ table, what, fix }) => `  ${table}: ${what} (${fix})`);
  return ['the database does not separate tenants:', ...lines].join('\n');
}

async function runChecks(sql: Sql): Promise<readonly Finding[]> {
  const found = await Promise.all(CHECKS.map((check) => check(sql)));
  return found.flat();
}
