/** Standing orders paid from accounts. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { StandingOrderModel } from '../models.ts';
import { standingOrders } from '../tables.ts';
import { anyUuid } from './any-of.ts';

export function findStandingOrdersOfAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  accountIds: readonly string[],
): Promise<readonly StandingOrderModel[]> {
  return tx
    .select()
    .from(standingOrders)
    .where(and(eq(standingOrders.bankId, bankId), anyUuid(standingOrders.accountId, accountIds)))
    .orderBy(standingOrders.id);
}
