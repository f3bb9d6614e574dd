/** A page of elevations, newest first. */
import { and, desc, eq, gt, isNotNull, isNull, lt, lte, type SQL } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { MINUTE_MS, REQUEST_MINUTES } from '../domain/elevation.ts';
import type { ElevationModel } from '../models.ts';
import type { ElevationStatus } from '../resolvers.generated.ts';
import { elevations } from '../tables.ts';

export interface ElevationPage {
  readonly bankId: BankId;
  /** Only this person's. */
  readonly subject: string | undefined;
  readonly status: ElevationStatus | undefined;
  readonly now: Date;
  /** Only those older than this one. */
  readonly before: string | undefined;
  readonly limit: number;
}

export async function listElevations(
  tx: TenantTransaction,
  { bankId, subject, status, now, before, limit }: ElevationPage,
): Promise<readonly ElevationModel[]> {
  return tx
    .select()
    .from(elevations)
    .where(
      and(
        eq(elevations.bankId, bankId),
        subject === undefined ? undefined : eq(elevations.subject, subject),
        status === undefined ? undefined : hasStatus(status, now),
        before === undefined ? undefined : lt(elevations.id, before),
      ),
    )
    .orderBy(desc(elevations.id))
    .limit(limit);
}

/** As domain/elevation.ts says it of one. */
function hasStatus(status: ElevationStatus, now: Date): SQL | undefined {
  const { revokedAt, endsAt, requestedAt } = elevations;
  const lapsed = new Date(now.getTime() - REQUEST_MINUTES * MINUTE_MS);
  switch (status) {
    case 'REVOKED':
      return isNotNull(revokedAt);
    case 'ACTIVE':
      return and(isNull(revokedAt), gt(endsAt, now));
    case 'ENDED':
      return and(isNull(revokedAt), lte(endsAt, now));
    case 'REQUESTED':
      return and(isNull(revokedAt), isNull(endsAt), gt(requestedAt, lapsed));
    case 'LAPSED':
      return and(isNull(revokedAt), isNull(endsAt), lte(requestedAt, lapsed));
  }
}
