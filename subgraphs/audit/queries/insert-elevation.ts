/** A new request. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { ElevationModel } from '../models.ts';
import { elevations } from '../tables.ts';

export async function insertElevation(
  tx: TenantTransaction,
  elevation: ElevationModel,
): Promise<void> {
  await tx.insert(elevations).values(elevation);
}
