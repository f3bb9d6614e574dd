/** Tokens verified a moment ago, so that a client's next request costs no signature check. */
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { VerifiedToken } from './verify-token.ts';

export interface VerifiedTokens {
  /** What is known of the token at `now`, under the key set of this version. */
  readonly find: (token: string, version: number, now: number) => VerifiedToken | undefined;
  readonly keep: (token: string, version: number, now: number, verified: VerifiedToken) => void;
  readonly size: () => number;
}

interface Entry {
  readonly verified: VerifiedToken;
  readonly version: number;
  readonly from: number;
  readonly until: number;
}

/** What the issuer takes back is believed for as long at most; key changes end an entry at once. */
const KEPT_MS = 5_000;
const ENTRIES_MAX = 10_000;

/** Keyed by SHA-256 of the whole token, signature included: no token lies in memory in full. */
export function createVerifiedTokens(max = ENTRIES_MAX): VerifiedTokens {
  const entries = new LRUCache<string, Entry>({ max });
  return {
    find: (token, version, now) => {
      const key = keyOf(token);
      const entry = entries.get(key);
      if (!entry) return undefined;
      // A clock set back must not lengthen an entry's life.
      const holds = entry.version === version && entry.from <= now && now < entry.until;
      if (!holds) entries.delete(key);
      return holds ? entry.verified : undefined;
    },
    keep: (token, version, now, verified) => {
      const until = Math.min(now + KEPT_MS, verified.refusedFrom);
      entries.set(keyOf(token), { verified, version, from: now, until });
    },
    size: () => entries.size,
  };
}

function keyOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
