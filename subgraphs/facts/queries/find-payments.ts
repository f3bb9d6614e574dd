/** Payments by id, in any order. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { PaymentModel } from '../models.ts';
import { payments } from '../tables.ts';
import { anyUuid } from './any-of.ts';

export function findPayments(
  tx: TenantTransaction,
  bankId: BankId,
  ids: readonly string[],
): Promise<readonly PaymentModel[]> {
  return tx
    .select()
    .from(payments)
    .where(and(eq(payments.bankId, bankId), anyUuid(payments.id, ids)));
}
