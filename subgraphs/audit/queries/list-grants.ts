/** The elevations in force for one person in one role. */
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { elevations } from '../tables.ts';

export interface GrantQuery {
  readonly bankId: BankId;
  readonly subject: string;
  readonly role: string;
  readonly now: Date;
  readonly limit: number;
}

export interface ActiveGrant {
  readonly id: string;
  readonly permission: string;
  readonly endsAt: Date | null;
}

export async function listGrants(
  tx: TenantTransaction,
  { bankId, subject, role, now, limit }: GrantQuery,
): Promise<readonly ActiveGrant[]> {
  return tx
    .select({
      id: elevations.id,
      permission: elevations.permission,
      endsAt: elevations.endsAt,
    })
    .from(elevations)
    .where(
      and(
        eq(elevations.bankId, bankId),
        eq(elevations.subject, subject),
        eq(elevations.role, role),
        gt(elevations.endsAt, now),
        isNull(elevations.revokedAt),
      ),
    )
    .orderBy(asc(elevations.id))
    .limit(limit);
}
