/** The database as one request may use it: one bank, until its deadline, while its caller waits. */
import {
  type Database,
  type ReadLimits,
  readTenant,
  type TenantWork,
  withTenant,
} from '../db/index.ts';
import type { HopClaims } from '../hop/index.ts';

/** The only way of a request to the database. */
export interface TenantAccess {
  /** Runs work in a transaction of the principal's bank. */
  readonly inTenant: <T>(work: TenantWork<T>) => Promise<T>;
  /** A read of one statement, or as many as it says, in one round trip to the database. */
  readonly readInTenant: <T>(
    work: TenantWork<T>,
    limits?: Pick<ReadLimits, 'statements' | 'statementTimeoutMs'>,
  ) => Promise<T>;
  /** For what is done for several requests at once: one caller's leaving must not end it. */
  readonly inTenantToTheEnd: <T>(work: TenantWork<T>) => Promise<T>;
}

export function tenantAccess(
  database: Database,
  { bankId, deadline }: Pick<HopClaims, 'bankId' | 'deadline'>,
  signal: AbortSignal,
): TenantAccess {
  return {
    inTenant: (work) => withTenant(database, bankId, work, { deadline, signal }),
    readInTenant: (work, limits) =>
      readTenant(database, bankId, work, { ...limits, deadline, signal }),
    inTenantToTheEnd: (work) => withTenant(database, bankId, work),
  };
}
