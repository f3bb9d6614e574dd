/** Several providers as one: new keys go to the first, old ones to who wrapped them. */
import { type KeyProvider, KeyProviderError } from './provider.ts';

/**
 * For moving from one provider to another without downtime: put the new one first, re-wrap, then
 * take the old one away.
 * @example const provider = anyOf(awsKms, vaultTransit)
 */
export function anyOf(first: KeyProvider, ...others: readonly KeyProvider[]): KeyProvider {
  const all = [first, ...others];
  return {
    keyId: first.keyId,
    knows: (keyId) => all.some((one) => one.knows(keyId)),
    wrap: first.wrap,
    unwrap: async (wrapped, context) => {
      const owner = all.find((one) => one.knows(wrapped.keyId));
      if (!owner) {
        throw new KeyProviderError('REFUSED', `no key provider knows ${wrapped.keyId}`);
      }
      return owner.unwrap(wrapped, context);
    },
  };
}
