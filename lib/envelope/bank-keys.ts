/**
 * A key per bank between the provider and its subjects: the provider is asked once for a bank and not
 * for each of its people, and a rotation there wraps one key per bank anew.
 */
import type { BankId } from '../ids.ts';
import type { DataKeys } from './data-keys.ts';
import type { Subject } from './place.ts';
import { type KeyProvider, KeyProviderError } from './providers/provider.ts';
import { unwrapWith, wrapWith } from './providers/wrap.ts';

const PREFIX = 'bank:';
/** No person has it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** No person has this one either: the greatest of all UUIDs (RFC 9562). */
const EVERYBODY = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Under which a bank's own key is stored, beside those of its subjects. */
export function bankSubject(bankId: BankId): Subject {
  return { bankId, subjectId: NOBODY };
}

/** Under which the key of a bank's blind indexes is stored; wrapped by the bank's own, as a person's is. */
export function indexSubject(bankId: BankId): Subject {
  return { bankId, subjectId: EVERYBODY };
}

/**
 * Wraps and unwraps the keys of subjects with that of their bank.
 * @param bankKeys data keys whose provider is the key-encryption key itself
 * @example createDataKeys({ provider: underBankKey(bankKeys), store, cache })
 */
export function underBankKey(bankKeys: DataKeys): Pick<KeyProvider, 'wrap' | 'unwrap'> {
  return {
    wrap: async (dataKey, context) => {
      const wrapped = await bankKeys.toSeal(bankSubject(context.bankId), ({ generation, key }) =>
        wrapWith({ keyId: `${PREFIX}${generation}`, key }, dataKey, context),
      );
      return wrapped ?? gone();
    },
    unwrap: async (wrapped, context) => {
      const generation = generationOf(wrapped.keyId);
      const subject = bankSubject(context.bankId);
      const dataKey = await bankKeys.toOpen(subject, generation, ({ key }) =>
        unwrapWith(key, wrapped, context),
      );
      return dataKey ?? gone();
    },
  };
}

function generationOf(keyId: string): number {
  const generation = Number(keyId.slice(PREFIX.length));
  if (keyId.startsWith(PREFIX) && Number.isInteger(generation)) return generation;
  throw new KeyProviderError('BROKEN', 'a data key is not wrapped by a key of its bank');
}

function gone(): never {
  throw new KeyProviderError('REFUSED', 'the key of the bank is gone');
}
