/** Keeps rollups as new as their payments: bank-wide after a load, all others when asked for. */
import { type Database, type TenantTransaction, withTenant } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import type { RollupScope } from './domain/scope.ts';
import { hasStaleMonths } from './queries/has-stale-months.ts';
import { lockRollups } from './queries/lock-rollups.ts';
import { refreshRollups } from './queries/refresh-rollups.ts';

/**
 * After this, rollups of the scope cover every payment committed before it began.
 * @example await freshen(tx, bankId, { kind: 'accounts', ids: [accountId] })
 */
export async function freshen(
  tx: TenantTransaction,
  bankId: BankId,
  scope: RollupScope,
): Promise<void> {
  if (!(await hasStaleMonths(tx, bankId, scope))) return;
  await lockRollups(tx, bankId, scope);
  await refreshRollups(tx, bankId, scope);
}

/** Rolls up a whole bank; for loads, so that the first describe() after one need not wait. */
export async function refreshBankRollups(db: Database, bankId: BankId): Promise<void> {
  await withTenant(db, bankId, (tx) => freshen(tx, bankId, { kind: 'bank' }));
}
