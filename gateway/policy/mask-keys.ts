/** Keys of the `hash` obligation: the same value of another bank never looks the same. */
import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { BankId } from '../../lib/ids.ts';

export type MaskKeys = (bankId: BankId) => Uint8Array;

/** Far more than there are banks. */
const KEPT_MAX = 1_000;

/**
 * One key per bank, derived from the platform's secret: with another secret every hash is another.
 * @example const keyOf = createMaskKeys(await loadSecret(file)); keyOf(bankId)
 */
export function createMaskKeys(secret: string): MaskKeys {
  const keys = new LRUCache<BankId, Uint8Array>({ max: KEPT_MAX });
  return (bankId) => {
    const known = keys.get(bankId);
    if (known) return known;
    const key = createHmac('sha256', secret).update(`mask ${bankId}`).digest();
    keys.set(bankId, key);
    return key;
  };
}
