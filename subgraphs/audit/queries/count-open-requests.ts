/** How many requests of a person wait for approval. */
import { and, count, eq, gt, isNull } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { elevations } from '../tables.ts';

export async function countOpenRequests(
  tx: TenantTransaction,
  bankId: BankId,
  subject: string,
  since: Date,
): Promise<number> {
  const { revokedAt, endsAt, requestedAt } = elevations;
  const [row] = await tx
    .select({ open: count() })
    .from(elevations)
    .where(
      and(
        eq(elevations.bankId, bankId),
        eq(elevations.subject, subject),
        isNull(revokedAt),
        isNull(endsAt),
        gt(requestedAt, since),
      ),
    );
  return row?.open ?? 0;
}
