/** Liveness, readiness and metrics. */
import type { FastifyInstance } from 'fastify';
import type { Transport } from '../fetch/transport.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { PolicyHolder, VerifiedBundle } from '../policy/index.ts';

export interface ReadyCheck {
  readonly name: string;
  /** Resolves when the part can be used, rejects when not. */
  readonly check: () => Promise<void>;
  /** Said in place of `ok` of a part that works, and yet needs somebody to look after it. */
  readonly warns?: () => string | undefined;
}

export interface HealthDeps {
  readonly checks: readonly ReadyCheck[];
  readonly metrics: GatewayMetrics;
  readonly isDraining: () => boolean;
}

/** Ready answers name no address and no cause: those are in the log. */
export function addHealthRoutes(app: FastifyInstance, deps: HealthDeps): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const results = await Promise.all(deps.checks.map(runCheck));
    const isReady = !deps.isDraining() && results.every(([, status]) => status !== FAILED);
    reply.code(isReady ? 200 : 503);
    const status = deps.isDraining() ? 'draining' : isReady ? 'ready' : 'not ready';
    return { status, checks: Object.fromEntries(results) };
  });
  app.get('/metrics', async (_request, reply) => {
    reply.type(deps.metrics.registry.contentType);
    return deps.metrics.registry.metrics();
  });
}

const FAILED = 'failed';

async function runCheck(part: ReadyCheck): Promise<readonly [string, string]> {
  try {
    await part.check();
    return [part.name, part.warns?.() ?? 'ok'];
  } catch {
    return [part.name, FAILED];
  }
}

const CHECK_TIMEOUT_MS = 2_000;

/** A subgraph is ready when its own `/health/ready` says so, database included. */
export function readyCheck(
  name: string,
  baseUrl: string,
  { get }: Pick<Transport, 'get'>,
): ReadyCheck {
  return {
    name,
    check: async () => {
      const url = new URL('/health/ready', baseUrl).href;
      const { status } = await get({ url, headers: {}, timeoutMs: CHECK_TIMEOUT_MS });
      if (status !== 200) throw new Error(`${name} answered ${status}`);
    },
  };
}

/**
 * The policy answers for every role it knows; anything else denies, and is not ready. One whose
 * signature has expired goes on deciding: it says `expired`, and stays ready.
 */
export function bundleCheck(
  policies: PolicyHolder,
  inForce: () => VerifiedBundle | undefined,
): ReadyCheck {
  return {
    name: 'bundle',
    check: async () => {
      const policy = policies.current();
      for (const role of policy.roles) {
        const { reason } = policy.tableFor({ role }).decide('Query');
        if (reason === 'POLICY_FAILED') throw new Error(`no decisions for ${role}`);
      }
    },
    warns: () => {
      const expiresAt = inForce()?.expiresAt.getTime() ?? Number.POSITIVE_INFINITY;
      return expiresAt <= Date.now() ? 'expired' : undefined;
    },
  };
}
