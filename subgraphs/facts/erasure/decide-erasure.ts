/** Approves a request, which erases at once, or turns it down. */
import { isUuid, toBankId } from '../../../lib/ids.ts';
import type { SubgraphContext } from '../../../lib/subgraph/index.ts';
import { approve, type Decide, reject } from '../domain/erasure.ts';
import type { Loaders } from '../loaders/index.ts';
import { lockErasureRequest } from '../queries/lock-erasure-request.ts';
import { updateErasureRequest } from '../queries/update-erasure-request.ts';
import { eraseSubject } from './erase-subject.ts';
import type { ErasurePayload } from './payload.ts';
import { tellErasure } from './tell-erasure.ts';

type Context = SubgraphContext<Loaders>;

/** Request, erasure and what the trail is told of it are one transaction. */
export async function approveErasure(
  context: Context,
  id: string,
  now: Date,
): Promise<ErasurePayload> {
  const { principal, log, loaders } = context;
  const decision = await decideBy(approve, context, id, now);
  if (decision.kind === 'refused') return { request: null, userErrors: [decision.error] };
  const { request } = decision;
  // Committed, and again where it was done before: another copy may be here since.
  loaders.sealing.forget({ bankId: toBankId(request.bankId), subjectId: request.subjectId });
  // The trail has who asked, and for whom: a log is kept where other people look.
  if (decision.kind === 'changed') log.warn({ by: principal.subject }, 'somebody was erased');
  return { request, userErrors: [] };
}

export async function rejectErasure(
  context: Context,
  id: string,
  now: Date,
): Promise<ErasurePayload> {
  const decision = await decideBy(reject, context, id, now);
  return decision.kind === 'refused'
    ? { request: null, userErrors: [decision.error] }
    : { request: decision.request, userErrors: [] };
}

function decideBy(decide: Decide, { inTenant, principal }: Context, id: string, now: Date) {
  const { bankId, subject } = principal;
  return inTenant(async (tx) => {
    const found = isUuid(id) ? await lockErasureRequest(tx, bankId, id.toLowerCase()) : undefined;
    const decision = decide(found, { by: subject, now });
    if (decision.kind !== 'changed') return decision;
    const { request } = decision;
    await updateErasureRequest(tx, request);
    if (request.state === 'REJECTED') {
      await tellErasure(tx, principal, request, ['REJECTED']);
      return decision;
    }
    const erased = { kind: request.subjectKind, id: request.subjectId };
    await eraseSubject(tx, bankId, erased, now);
    await tellErasure(tx, principal, request, ['APPROVED', 'EXECUTED']);
    return decision;
  });
}
