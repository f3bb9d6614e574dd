/** respond: result and receipt → Answer. Without a receipt there is no answer. */
import type { Answer, AuditReceipt, CostReport, MaskedResult, RefusedOperation } from './types.ts';

export function respond(result: MaskedResult, receipt: AuditReceipt, cost: CostReport): Answer {
  return {
    result: {
      data: result.data === null ? null : { ...result.data },
      ...(result.errors.length > 0 ? { errors: result.errors } : {}),
      extensions: {
        ...extensionsOf(receipt),
        cost,
        ...(result.filtered.length > 0 ? { authorization: result.filtered } : {}),
      },
    },
    status: result.status,
    headers: headersOf(receipt),
  };
}

/** `data` is left out: the operation never ran (GraphQL §7.1.1). */
export function respondRefused(refused: RefusedOperation, receipt: AuditReceipt): Answer {
  return {
    result: {
      errors: refused.errors,
      extensions: { ...extensionsOf(receipt), ...refused.extensions },
    },
    status: refused.status,
    headers: { ...refused.headers, ...headersOf(receipt) },
  };
}

/** Head and extensions only: what is foreseen is no GraphQL response, and is sent in its place. */
export function respondPreflight(receipt: AuditReceipt): Answer {
  return {
    result: { data: null, extensions: extensionsOf(receipt) },
    status: undefined,
    headers: headersOf(receipt),
  };
}

function extensionsOf(receipt: AuditReceipt): Record<string, unknown> {
  const { decisionId, policyRevision: revision, elevationIds: elevation } = receipt;
  return { decisionId, policy: { revision, ...(elevation.length > 0 ? { elevation } : {}) } };
}

/** Answers differ by principal, so no cache in between may keep one (RFC 9111 §5.2.2). */
function headersOf(receipt: AuditReceipt): Record<string, string> {
  return {
    'cache-control': 'private, no-store',
    'payscope-decision-id': receipt.decisionId,
    'payscope-policy-revision': receipt.policyRevision,
  };
}
