/** An elevation, kept as it is until the transaction ends: of two who change it one comes second. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { ElevationModel } from '../models.ts';
import { elevations } from '../tables.ts';

export async function lockElevation(
  tx: TenantTransaction,
  bankId: BankId,
  id: string,
): Promise<ElevationModel | undefined> {
  const [elevation] = await tx
    .select()
    .from(elevations)
    .where(and(eq(elevations.bankId, bankId), eq(elevations.id, id)))
    .for('update');
  return elevation;
}
