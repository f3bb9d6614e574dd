/** Counts and logs what becomes of bundles: one line each. */

import type { Log } from '../../lib/log.ts';
import type { BundleSource, SourceError } from '../bundle-source/index.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Acceptance, BundleOrigin, VerifiedBundle } from '../policy/index.ts';

export interface Teller {
  readonly ended: (origin: BundleOrigin, end: Acceptance, cause?: unknown) => void;
  /** A failing source is told when it begins to fail and when it has ended, not at every look. */
  readonly looked: (outcome: string, cause?: SourceError) => void;
  readonly notKept: (cause: unknown) => void;
}

export function createTeller(source: BundleSource, metrics: GatewayMetrics, log: Log): Teller {
  let failing: string | undefined;
  return {
    ended: (origin, end, cause) => {
      metrics.policySwaps.inc({ outcome: outcomeOf(end) });
      if (end.kind === 'refused') {
        metrics.bundleRefusals.inc({ kind: end.reason });
        const said = { origin, kind: end.reason, err: cause };
        log.error(said, 'policy bundle refused; the last good one stays in force');
      } else if (end.swapped) {
        log.info({ origin, ...lineOf(end.bundle) }, 'policy bundle in force');
      }
    },
    looked: (outcome, cause) => {
      metrics.bundleFetches.inc({ outcome });
      const kind = cause?.kind;
      const where = { source: source.describe() };
      if (kind !== undefined && kind !== failing) {
        log.error(
          { ...where, kind, err: cause },
          'no policy bundle to be had; the last good one stays in force',
        );
      }
      if (kind === undefined && failing !== undefined) log.info(where, 'policy source is back');
      failing = kind;
    },
    notKept: (err) => {
      log.error({ err }, 'policy bundle could not be kept on disk; a restart would not know it');
    },
  };
}

function outcomeOf(end: Acceptance): string {
  if (end.kind === 'refused') return 'refused';
  return end.swapped ? 'swapped' : 'unchanged';
}

function lineOf({ revision, serial, signer, expiresAt }: VerifiedBundle): object {
  return {
    policy_revision: revision,
    serial,
    signed_by: signer.subject,
    key_id: signer.kid,
    expires_at: expiresAt.toISOString(),
  };
}
