/** The self-check: tenants are separated by the database, or nothing is served from it. */
import type { Sql } from 'postgres';
import { type Database, openPool, POOL } from '../pool.ts';
import { checkAccess } from './check-access.ts';
import { checkDefiners } from './check-definers.ts';
import { checkFunction } from './check-function.ts';
import { checkIds } from './check-ids.ts';
import { checkKeys } from './check-keys.ts';
import { checkLeakproof } from './check-leakproof.ts';
import { checkPolicies } from './check-policies.ts';
import { checkRole } from './check-role.ts';
import { checkServer } from './check-server.ts';
import { checkSession } from './check-session.ts';
import { checkSideEffects } from './check-side-effects.ts';
import { checkSlots, checkStreams } from './check-streams.ts';
import { checkVersion } from './check-version.ts';
import { checkViews } from './check-views.ts';
import type { Finding } from './finding.ts';

export type { Finding } from './finding.ts';

/** One file per rule; each reads the catalogues and says what is missing. */
const CHECKS: readonly ((sql: Sql) => Promise<readonly Finding[]>)[] = [
  checkRole,
  checkFunction,
  checkPolicies,
  checkKeys,
  checkIds,
  checkAccess,
  checkViews,
  checkDefiners,
  checkLeakproof,
  checkSideEffects,
  checkSession,
  checkStreams,
];

/** More than a start may insist on: who runs the servers may have no say in it. */
const LINT_CHECKS: typeof CHECKS = [...CHECKS, checkServer, checkSlots];

/**
 * What keeps this database from separating tenants; empty when it does.
 * @param target the application role's URL or pool: the role that connects is checked too.
 */
export async function checkDatabase(target: Database | string): Promise<readonly Finding[]> {
  const sql = typeof target === 'string' ? openPool(target, { max: 1 }) : target[POOL].openPlain();
  try {
    return await runChecks(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * As checkDatabase(), and what only an administrator of the server can change.
 * @param url the application role's.
 */
export async function lintDatabase(url: string): Promise<readonly Finding[]> {
  const sql = openPool(url, { max: 1 });
  try {
    return await runChecks(sql, LINT_CHECKS);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** One line per finding, for the log and the exit message. */
export function formatFindings(findings: readonly Finding[]): string {
  const lines = findings.map(({ table, what, fix }) => `  ${table}: ${what} (${fix})`);
  return ['the database does not separate tenants:', ...lines].join('\n');
}

async function runChecks(sql: Sql, checks = CHECKS): Promise<readonly Finding[]> {
  // First: what the others ask, an older server may not know.
  const tooOld = await checkVersion(sql);
  if (tooOld.length > 0) return tooOld;
  const found = await Promise.all(checks.map((check) => check(sql)));
  return found.flat();
}
