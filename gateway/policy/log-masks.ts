/** What the policy lets the decision log keep of an event. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { JsonObject } from '../../lib/chain.ts';
import { soleResult } from './ask.ts';
import { MASK_ENTRYPOINT } from './bundle.ts';
import type { Policy } from './load-policy.ts';
import { type EvaluateEntrypoint, instantiateWasm } from './wasm.ts';

/** The policy's answer for an event; rejects with whatever keeps it from answering. */
export type LogMasks = (policy: Policy, event: JsonObject) => Promise<unknown>;

interface Masker {
  readonly ask: Promise<EvaluateEntrypoint>;
  readonly kept: LRUCache<string, readonly unknown[]>;
}

/** Events whose answers are kept. */
const KEPT_MAX = 5_000;

/**
 * Asks an instance of its own: one that fails here must not be missing where requests are decided.
 * The policy sees neither the event's id nor its time, so answers can be kept.
 */
export function createLogMasks(): LogMasks {
  const maskers = new WeakMap<Policy, Masker>();
  return async (policy, event) => {
    const { ask, kept } = maskers.get(policy) ?? createMasker(policy, maskers);
    const { decision_id: _id, timestamp: _at, metrics: _metrics, ...seen } = event;
    // An event not masked yet has arguments in it, which are not to stay in memory.
    const key = createHash('sha256').update(JSON.stringify(seen)).digest('base64url');
    const known = kept.get(key);
    if (known) return known;
    const evaluate = await ask;
    let failure: string | undefined;
    const masks = soleResult(
      () => evaluate(MASK_ENTRYPOINT, seen),
      (kind) => {
        failure = kind;
      },
    );
    if (failure !== undefined) throw new Error(`the policy does not say what to mask: ${failure}`);
    if (Array.isArray(masks)) kept.set(key, masks);
    return masks;
  };
}

function createMasker(policy: Policy, maskers: WeakMap<Policy, Masker>): Masker {
  const { source } = policy;
  if (!source) throw new Error('a policy that is off masks nothing');
  const { bundle, requirements } = source;
  const masker = {
    ask: instantiateWasm(bundle, { ...bundle.data, schema: requirements }),
    kept: new LRUCache<string, readonly unknown[]>({ max: KEPT_MAX }),
  };
  maskers.set(policy, masker);
  return masker;
}
