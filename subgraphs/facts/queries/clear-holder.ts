/** Leaves of a holder the id, the account and the role: how the bank's books hang together. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { accountHolders } from '../tables.ts';

export async function clearHolder(
  tx: TenantTransaction,
  bankId: BankId,
  id: string,
  erasedAt: Date,
): Promise<number> {
  const cleared = await tx
    .update(accountHolders)
    .set({
      ...{ birthDate: null, gender: null, district: null },
      ...{ birthDateSealed: null, genderSealed: null, districtSealed: null },
      ...{ erasedAt, rowVersion: sql`${accountHolders.rowVersion} + 1` },
    })
    .where(
      and(
        eq(accountHolders.bankId, bankId),
        eq(accountHolders.id, id),
        isNull(accountHolders.erasedAt),
      ),
    )
    .returning({ id: accountHolders.id });
  return cleared.length;
}
