/** The way of one request, stage by stage: this file is the table of contents. */
import { type AuditDeps, audit, auditRefused } from './audit.ts';
import { type AuthenticateDeps, authenticate } from './authenticate.ts';
import { type AuthorizeDeps, authorize } from './authorize.ts';
import { type ElevateDeps, elevate } from './elevate.ts';
import { type ExecuteDeps, execute } from './execute.ts';
import { type LimitDeps, limit } from './limit.ts';
import { type MaskDeps, mask } from './mask.ts';
import { parse } from './parse.ts';
import { plan } from './plan.ts';
import { type PriceDeps, price } from './price.ts';
import { type RequestHead, receive } from './receive.ts';
import { refusalOf } from './refuse.ts';
import { respond, respondRefused } from './respond.ts';
import { type SpendDeps, settle, spend } from './spend.ts';
import { ADMITTED, reachedBy, type TellDeps, tellDecided, tellRefused } from './tell-decided.ts';
import type { Admission, Answer, OperationRequest, Reached } from './types.ts';
import { type ValidateDeps, validate } from './validate.ts';

export type AdmitDeps = AuthenticateDeps & LimitDeps;

export type AnswerDeps = ValidateDeps &
  ElevateDeps &
  AuthorizeDeps &
  PriceDeps &
  SpendDeps &
  ExecuteDeps &
  MaskDeps &
  TellDeps &
  AuditDeps & {
    /** Told of every error that is not the client's doing, with its cause. */
    readonly onFault: (admission: Admission, thrown: unknown) => void;
  };

/**
 * Before the body is read: who asks, and whether there is room.
 * @throws {Refusal} when not; there is no bank yet in whose audit trail it could be recorded.
 */
export async function admit(deps: AdmitDeps, head: RequestHead): Promise<Admission> {
  const raw = receive(head);
  const authenticated = await authenticate(deps, raw);
  return limit(deps, authenticated);
}

/** From the text of an operation to its answer. Never throws. */
export async function answer(
  given: AnswerDeps,
  admission: Admission,
  request: OperationRequest,
): Promise<Answer> {
  const deps = holdingPolicy(given);
  let reached: Reached = ADMITTED;
  try {
    const parsed = parse(admission, request);
    reached = { stage: 'parsed', parsed };
    const valid = validate(deps, parsed);
    const elevated = await elevate(deps, valid);
    const authorized = authorize(deps, elevated);
    reached = { stage: 'authorized', authorization: authorized };
    const priced = price(deps, authorized);
    const paid = await spend(deps, priced);
    const planned = plan(priced);
    const fetched = await execute(deps, planned);
    const masked = await mask(deps, fetched);
    const cost = await settle(deps, paid, masked);
    const receipt = await audit(deps, masked);
    tellDecided(deps, authorized, masked.outcome);
    return respond(masked, receipt, cost);
  } catch (thrown) {
    return refuse(deps, admission, request.source, request.operationName ?? null, thrown, reached);
  }
}

/** One policy to the end of a request, refusals included, whatever is swapped meanwhile. */
export function holdingPolicy<D extends Pick<AnswerDeps, 'policy'>>(deps: D): D {
  const policy = deps.policy();
  return { ...deps, policy: () => policy };
}

/** The refused exit, which goes through audit as well; a failing audit has the last word. */
export async function refuse(
  deps: AnswerDeps,
  admission: Admission,
  source: string,
  operationName: string | null,
  thrown: unknown,
  reached: Reached = ADMITTED,
): Promise<Answer> {
  const refused = refusalOf(thrown, admission.decisionId);
  const { outcome } = refused;
  const came = reachedBy(reached, thrown);
  const grants = came.stage === 'authorized' ? came.authorization.valid.grants : [];
  tellRefused(deps, admission, { source, operationName, outcome, reached, thrown });
  if (refused.outcome === 'FAILED') deps.onFault(admission, thrown);
  try {
    const receipt = await auditRefused(deps, admission, { source, operationName, grants }, refused);
    return respondRefused(refused, receipt);
  } catch (auditFailed) {
    deps.onFault(admission, auditFailed);
    return respondRefused(refusalOf(auditFailed, admission.decisionId), {
      decisionId: admission.decisionId,
      policyRevision: deps.policy().revision,
      elevationIds: [],
    });
  }
}
