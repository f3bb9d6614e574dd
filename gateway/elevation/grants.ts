/** The elevations a caller has: asked of whoever keeps them, and kept for a moment. */
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Caller } from '../../lib/hop/index.ts';

/** A permission the caller was given for a time. */
export interface Grant {
  readonly id: string;
  readonly permission: string;
  readonly until: Date;
}

/** Never rejects: whoever can't be asked about has none. */
export type GrantsOf = (caller: Caller) => Promise<readonly Grant[]>;

export type GrantsOutcome = 'kept' | 'some' | 'none' | 'failed';

export interface GrantsDeps {
  /** Asks as the caller; by argument, since transport is fetch's. */
  readonly ask: (caller: Caller) => Promise<{ readonly status: number; readonly body: string }>;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly onOutcome: (outcome: GrantsOutcome, caller: Caller, cause?: unknown) => void;
}

/** From the moment of asking: a grant that was revoked is gone this much later. */
const KEPT_MS = 1_000;
const CALLERS_MAX = 10_000;

const Answer = z.strictObject({
  grants: z
    .array(
      z.strictObject({
        id: z.uuid(),
        permission: z.string().min(1).max(100),
        until: z.iso.datetime({ precision: 3 }),
      }),
    )
    .max(100),
});

interface Asked {
  readonly at: number;
  readonly grants: Promise<readonly Grant[]>;
}

/** @example const grantsOf = createGrants({ ask, now: () => performance.now(), onOutcome }) */
export function createGrants({ ask, now, onOutcome }: GrantsDeps): GrantsOf {
  const known = new LRUCache<string, Asked>({ max: CALLERS_MAX });
  const fetchGrants = async (caller: Caller): Promise<readonly Grant[]> => {
    try {
      const grants = readGrants(await ask(caller));
      onOutcome(grants.length > 0 ? 'some' : 'none', caller);
      return grants;
    } catch (cause) {
      onOutcome('failed', caller, cause);
      return [];
    }
  };
  return (caller) => {
    const { bankId, role, subject } = caller;
    const key = JSON.stringify([bankId, role, subject]);
    const kept = known.get(key);
    const at = now();
    if (kept && at - kept.at < KEPT_MS) {
      onOutcome('kept', caller);
      return kept.grants;
    }
    const asked = { at, grants: fetchGrants(caller) };
    known.set(key, asked);
    return asked.grants;
  };
}

function readGrants({ status, body }: Awaited<ReturnType<GrantsDeps['ask']>>): readonly Grant[] {
  if (status !== 200) throw new Error(`the grants were answered with ${status}`);
  const { grants } = Answer.parse(JSON.parse(body));
  return grants.map(({ id, permission, until }) => ({ id, permission, until: new Date(until) }));
}
