/** Elevation in the gateway: who has which grants, and that every use of one is seen. */
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../lib/hop/index.ts';
import type { Log } from '../../lib/log.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { createGrants, type Grant, type GrantsDeps, type GrantsOf } from './grants.ts';

export type { Grant, GrantsOf } from './grants.ts';

export interface Elevation {
  readonly grantsOf: GrantsOf;
  /** Told of every operation that is decided under grants. */
  readonly onUse: (caller: Caller, grants: readonly Grant[]) => void;
}

export interface ElevationParts {
  /** Undefined where nobody keeps grants: then there are none. */
  readonly ask: GrantsDeps['ask'] | undefined;
  readonly now: () => number;
  readonly metrics: Pick<GatewayMetrics, 'elevationUses' | 'grantLookups'>;
  readonly log: Log;
}

/** Grants whose first use was told; each lives for an hour at most. */
const TOLD_MAX = 10_000;

export function createElevation({ ask, now, metrics, log }: ElevationParts): Elevation {
  const told = new LRUCache<string, true>({ max: TOLD_MAX });
  const grantsOf: GrantsOf = ask
    ? createGrants({
        ask,
        now,
        onOutcome: (outcome, caller, err) => {
          metrics.grantLookups.inc({ outcome });
          if (outcome !== 'failed') return;
          log.error({ err, decision_id: caller.decisionId }, 'grants unknown: none apply');
        },
      })
    : async () => [];
  return {
    grantsOf,
    onUse: (caller, grants) => {
      for (const { id, permission } of grants) {
        metrics.elevationUses.inc({ permission });
        if (told.has(id)) continue;
        told.set(id, true);
        const { subject, role, bankId, decisionId } = caller;
        log.warn(
          { elevation_id: id, permission, subject, role, bank_id: bankId, decision_id: decisionId },
          'elevation used for the first time',
        );
      }
    },
  };
}
