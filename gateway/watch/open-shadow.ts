/** The shadow policy, as it is configured: its source, its verification, what it counts. */
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../../lib/log.ts';
import type { GatewayConfig } from '../config.ts';
import { createVerifier, followCandidate, sourceFor } from '../delivery/index.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { OperationCoordinates } from '../pipeline/operation-coordinates.ts';
import { decidedCoordinates, type Policy, requirementsOf } from '../policy/index.ts';
import { createShadow, type Shadow } from '../shadow/index.ts';

export interface ShadowParts {
  readonly supergraph: string;
  readonly apiSchema: GraphQLSchema;
  readonly coordinates: OperationCoordinates;
  readonly inForce: () => Policy;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
}

export interface OpenShadow extends Shadow {
  /** Looks at its source now. */
  readonly reload: () => Promise<void>;
}

/** Undefined where none is configured. It never keeps the gateway from starting. */
export function openShadow(
  { bundles }: GatewayConfig,
  { supergraph, apiSchema, coordinates, inForce, metrics, log }: ShadowParts,
): OpenShadow | undefined {
  if (bundles.shadow === undefined) return undefined;
  const now = () => new Date();
  const shadow = createShadow({
    inForce,
    coordinates,
    decided: decidedCoordinates(apiSchema),
    requirements: requirementsOf(supergraph),
    now,
    count: {
      compared: (outcome) => metrics.shadowOperations.inc({ outcome }),
      different: ({ role, coordinate, from, to }) =>
        metrics.shadowDifferences.inc({ role, coordinate, from, to }),
      failed: (kind) => metrics.shadowFailures.inc({ kind }),
    },
    onState: (state, { revision, message }) => {
      const about = { state, shadow_revision: revision, cause: message };
      if (state === 'refused' || state === 'failed') log.error(about, 'shadow policy');
      else log.info(about, 'shadow policy');
    },
  });
  const followed = followCandidate({
    source: sourceFor(bundles.shadow),
    pollMs: bundles.pollMs,
    verify: createVerifier(bundles, now),
    offer: shadow.offer,
    onRefused: (err) => {
      metrics.shadowFailures.inc({ kind: 'unverified' });
      log.error({ err, reason: err.kind }, 'shadow policy refused');
    },
    log,
  });
  return {
    ...shadow,
    reload: followed.lookNow,
    close: async () => {
      followed.close();
      await shadow.close();
    },
  };
}
