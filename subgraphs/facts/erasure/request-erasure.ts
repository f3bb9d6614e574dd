/** Asks for an erasure: who is to be erased, of the caller's own bank, and why. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import { isUuid, newId, toBankId } from '../../../lib/ids.ts';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import { checkReason, subjectError } from '../domain/erasure.ts';
import type { ErasureRequestModel } from '../models.ts';
import { insertErasureRequest } from '../queries/insert-erasure-request.ts';
import type { ErasureError, RequestErasureInput } from '../resolvers.generated.ts';
import type { ErasurePayload } from './payload.ts';
import { SUBJECT_KINDS } from './subject-kinds.ts';
import { tellErasure } from './tell-erasure.ts';

const UNKNOWN = subjectError('UNKNOWN_SUBJECT', 'The bank has nobody of this id.');
const ERASED = subjectError('ALREADY_ERASED', 'It is erased already.');
const REQUESTED = subjectError('ALREADY_REQUESTED', 'It waits for approval already.');

export async function requestErasure(
  { inTenant, principal, log }: RequestContext,
  { subject, reason }: RequestErasureInput,
  now: Date,
): Promise<ErasurePayload> {
  const userErrors = checkReason(reason);
  if (userErrors.length > 0) return { request: null, userErrors };
  if (!isUuid(subject.id)) return { request: null, userErrors: [UNKNOWN] };
  const request: ErasureRequestModel = {
    ...{ bankId: principal.bankId, id: newId(), reason },
    ...{ subjectKind: subject.kind, subjectId: subject.id.toLowerCase() },
    ...{ requestedBy: principal.subject, requestedAt: now },
    ...{ state: 'REQUESTED', decidedBy: null, decidedAt: null },
  };
  const error = await inTenant(async (tx) => {
    const refused = await add(tx, request);
    if (!refused) await tellErasure(tx, principal, request, ['REQUESTED']);
    return refused;
  });
  if (error) return { request: null, userErrors: [error] };
  log.info({ by: principal.subject }, 'erasure requested');
  return { request, userErrors: [] };
}

async function add(
  tx: TenantTransaction,
  request: ErasureRequestModel,
): Promise<ErasureError | undefined> {
  const { bankId, subjectKind, subjectId } = request;
  const found = await SUBJECT_KINDS[subjectKind].find(tx, toBankId(bankId), subjectId);
  if (!found) return UNKNOWN;
  if (found.erasedAt) return ERASED;
  return (await insertErasureRequest(tx, request)) ? undefined : REQUESTED;
}
