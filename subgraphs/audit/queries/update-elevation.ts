/** What may change of an elevation: its approval and its revocation. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { ElevationModel } from '../models.ts';
import { elevations } from '../tables.ts';

export async function updateElevation(
  tx: TenantTransaction,
  { bankId, id, approvedBy, approvedAt, endsAt, revokedBy, revokedAt }: ElevationModel,
): Promise<void> {
  await tx
    .update(elevations)
    .set({ approvedBy, approvedAt, endsAt, revokedBy, revokedAt })
    .where(and(eq(elevations.bankId, bankId), eq(elevations.id, id)));
}
