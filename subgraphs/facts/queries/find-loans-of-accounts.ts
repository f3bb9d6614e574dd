/** Loans granted on accounts, oldest first. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { LoanModel } from '../models.ts';
import { loans } from '../tables.ts';
import { anyUuid } from './any-of.ts';

export function findLoansOfAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  accountIds: readonly string[],
): Promise<readonly LoanModel[]> {
  return tx
    .select()
    .from(loans)
    .where(and(eq(loans.bankId, bankId), anyUuid(loans.accountId, accountIds)))
    .orderBy(loans.grantedOn, loans.id);
}
