/** What the gateway asks of the audit subgraph beside the graph: to record, and for grants. */
import { type Caller, permittedRoute } from '../lib/hop/index.ts';
import { headersFor, type SignHop } from './fetch/sign-hop.ts';
import type { Transport, TransportResponse } from './fetch/transport.ts';

export interface AuditCalls {
  readonly record: (caller: Caller, body: unknown) => Promise<TransportResponse>;
  readonly grants: (caller: Caller) => Promise<TransportResponse>;
}

/** A caller waits no longer for grants it may not even have. */
const GRANTS_TIMEOUT_MS = 1_000;

/** @example const calls = auditCalls(transport, signHop, { auditUrl, timeoutMs: 15_000 }) */
export function auditCalls(
  transport: Transport,
  signHop: SignHop | undefined,
  { auditUrl, timeoutMs }: { readonly auditUrl: string; readonly timeoutMs: number },
): AuditCalls {
  const asking = (method: string, path: string, caller: Caller, remainingMs: number) => {
    const hop = { audience: 'audit', coordinates: permittedRoute(method, path), remainingMs };
    const headers = headersFor(signHop, caller, hop);
    return { url: new URL(path, auditUrl).href, headers, timeoutMs: remainingMs };
  };
  return {
    record: async (caller, body) =>
      transport.post({
        ...asking('POST', '/entries', caller, timeoutMs),
        body: JSON.stringify(body),
      }),
    grants: async (caller) => transport.get(asking('GET', '/grants', caller, GRANTS_TIMEOUT_MS)),
  };
}
