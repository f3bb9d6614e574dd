/** Changes an elevation and tells of it: the chain, the metrics and whoever reads the log. */
import type { TenantTransaction } from '../../lib/db/index.ts';
import { isUuid, newDecisionId } from '../../lib/ids.ts';
import type { RequestContext } from '../../lib/subgraph/index.ts';
import type { AuditEvent } from '../../lib/trail/index.ts';
import { append } from './append.ts';
import { hashEvent } from './chain-changes.ts';
import { ELEVATION_EVENTS } from './counters.ts';
import { type Change, changesOf } from './domain/elevation.ts';
import type { ElevationModel } from './models.ts';
import { insertElevation } from './queries/insert-elevation.ts';
import { lockElevation } from './queries/lock-elevation.ts';
import { updateElevation } from './queries/update-elevation.ts';

export interface Changing {
  readonly id: string;
  readonly event: 'approved' | 'revoked';
  readonly now: Date;
  /** What becomes of it; undefined where the bank has no such elevation. */
  readonly decide: (elevation: ElevationModel | undefined) => Change;
}

/** Nothing is changed that is not in the chain: both are one transaction. */
export async function changeElevation(
  context: RequestContext,
  { id, event, now, decide }: Changing,
): Promise<Change> {
  const { inTenant, principal } = context;
  const change = await inTenant(async (tx) => {
    const found = isUuid(id)
      ? await lockElevation(tx, principal.bankId, id.toLowerCase())
      : undefined;
    const decided = decide(found);
    if (decided.kind !== 'changed') return decided;
    await updateElevation(tx, decided.elevation);
    await record(tx, context, { event, before: found, elevation: decided.elevation, now });
    return decided;
  });
  if (change.kind === 'changed') {
    context.changed();
    tell(context, event, change.elevation);
  }
  return change;
}

/** A request, in the chain as well. */
export async function addElevation(
  context: RequestContext,
  tx: TenantTransaction,
  elevation: ElevationModel,
): Promise<void> {
  await insertElevation(tx, elevation);
  const now = elevation.requestedAt;
  await record(tx, context, { event: 'requested', before: undefined, elevation, now });
}

interface Happened {
  readonly event: 'requested' | Changing['event'];
  readonly before: ElevationModel | undefined;
  readonly elevation: ElevationModel;
  readonly now: Date;
}

/** An entry of its own, beside that of the mutation, which the gateway writes. */
async function record(
  tx: TenantTransaction,
  { principal }: RequestContext,
  { event: happened, before, elevation, now }: Happened,
): Promise<void> {
  const { bankId, subject, role, decisionId } = principal;
  const event: AuditEvent = {
    category: 'security',
    kind: `ELEVATION_${happened.toUpperCase()}`,
    details: {
      elevation: elevation.id,
      holder: elevation.subject,
      holder_role: elevation.role,
      permission: elevation.permission,
      minutes: String(elevation.minutes),
      reason: elevation.reason,
      decision: decisionId,
      ...(elevation.approvedBy !== null && { approved_by: elevation.approvedBy }),
      ...(elevation.endsAt && { ends_at: elevation.endsAt.toISOString() }),
      ...(elevation.revokedBy !== null && { revoked_by: elevation.revokedBy }),
    },
    changes: changesOf(before, elevation),
  };
  const operation = {
    decisionId: newDecisionId(),
    subject,
    role,
    operationName: null,
    operationHash: hashEvent(event),
    policyRevision: 'none',
    outcome: 'ALLOWED' as const,
    deniedCoordinates: [],
    entityIds: [],
    event,
    elevationIds: [],
  };
  await append(tx, { bankId, operations: [operation], now });
}

/** After the transaction: what was rolled back did not happen. */
export function tell(
  { count, log }: RequestContext,
  event: Happened['event'],
  { id, subject, role, permission, minutes, approvedBy, revokedBy }: ElevationModel,
): void {
  count(ELEVATION_EVENTS, { event });
  const about = { elevation_id: id, subject, role, permission, minutes };
  if (event === 'approved') log.warn({ ...about, approved_by: approvedBy }, 'elevation approved');
  else log.info({ ...about, revoked_by: revokedBy }, `elevation ${event}`);
}
