/** What the gateway asks of the audit subgraph beside the graph: to record, and for grants. */
import type { HopClaims } from '../lib/hop/index.ts';
import type { SigningKey } from '../lib/keys.ts';
import { headersFor } from './fetch/subgraph-source.ts';
import type { Transport, TransportResponse } from './fetch/transport.ts';

export interface AuditCalls {
  readonly record: (caller: HopClaims, body: unknown) => Promise<TransportResponse>;
  readonly grants: (caller: HopClaims) => Promise<TransportResponse>;
}

/** A caller waits no longer for grants it may not even have. */
const GRANTS_TIMEOUT_MS = 1_000;

/** @example const calls = auditCalls(transport, hopKey, { auditUrl, timeoutMs: 15_000 }) */
export function auditCalls(
  transport: Transport,
  hopKey: SigningKey | undefined,
  { auditUrl, timeoutMs }: { readonly auditUrl: string; readonly timeoutMs: number },
): AuditCalls {
  const asking = async (path: string, caller: HopClaims) => ({
    url: new URL(path, auditUrl).href,
    headers: await headersFor(hopKey, 'audit', caller),
  });
  return {
    record: async (caller, body) =>
      transport.post({
        ...(await asking('/entries', caller)),
        body: JSON.stringify(body),
        timeoutMs,
      }),
    grants: async (caller) =>
      transport.get({ ...(await asking('/grants', caller)), timeoutMs: GRANTS_TIMEOUT_MS }),
  };
}
