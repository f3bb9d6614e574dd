/** Whether any rollup of a scope is older than its payments. */
import { and, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { accountColumnOf, type RollupScope } from '../domain/scope.ts';
import { staleMonths } from '../tables.ts';

export async function hasStaleMonths(
  tx: TenantTransaction,
  bankId: BankId,
  scope: RollupScope,
): Promise<boolean> {
  const accounts = sql.param(accountColumnOf(scope));
  const found = await tx
    .select({ month: staleMonths.month })
    .from(staleMonths)
    .where(
      and(eq(staleMonths.bankId, bankId), sql`${staleMonths.accountId} = any(${accounts}::uuid[])`),
    )
    .limit(1);
  return found.length > 0;
}
