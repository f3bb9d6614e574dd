/** Which account is meant, without its number: tags that are equal where bank code and number are. */
import { createBlindIndex, type DataKey, type DataKeys, indexSubject } from '../envelope/index.ts';
import type { BankId } from '../ids.ts';

export interface NamedAccount {
  /** Two-letter code of its bank. */
  readonly bank: string;
  readonly number: string;
}

export interface AccountTags {
  /** One each, in order, as UUIDs; the bank gets a key for them where it has none. */
  readonly tagsOf: (accounts: readonly NamedAccount[]) => Promise<readonly string[]>;
  /** The same without writing: undefined where the bank has no key, so that none can be found by one. */
  readonly findTags: (accounts: readonly NamedAccount[]) => Promise<readonly string[] | undefined>;
}

const GENERATION = 1;
const UUID_BYTES = 16;

/**
 * One index for all columns, since a payment's counterparty may be another payment's own account.
 * Numbers are taken as they are: 1-23 and 12-3 are two accounts.
 */
export function accountTagsBy(keys: DataKeys, bankId: BankId): AccountTags {
  const subject = indexSubject(bankId);
  const tagsBy =
    (accounts: readonly NamedAccount[]) =>
    ({ key }: DataKey): readonly string[] => {
      const column = { bankId, table: 'facts.accounts', column: 'number' };
      const index = createBlindIndex(key, column, 'exact');
      return accounts.map(({ bank, number }) => toUuid(index(`${bank}:${number}`)));
    };
  return {
    tagsOf: async (accounts) => {
      if (accounts.length === 0) return [];
      const tags = await keys.toSeal(subject, tagsBy(accounts));
      if (!tags) throw new Error('the key of a blind index is gone');
      return tags;
    },
    findTags: (accounts) => keys.toOpen(subject, GENERATION, tagsBy(accounts)),
  };
}

/** Of version 8 (RFC 9562): 122 bits of the tag, no two of which meet within a bank's accounts. */
function toUuid(tag: Uint8Array): string {
  const bytes = Buffer.from(tag.subarray(0, UUID_BYTES));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
