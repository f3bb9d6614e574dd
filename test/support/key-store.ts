/** Wrapped keys in memory, with the promises a table of them makes. */
import type { KeyStore, StoredKey, Subject } from '../../lib/envelope/index.ts';

export interface MemoryKeys extends KeyStore {
  readonly all: () => AsyncIterable<{ readonly subject: Subject; readonly key: StoredKey }>;
  /** Crypto-shredding: no wrapped key is left, and none comes again. */
  readonly erase: (subject: Subject) => void;
  /** What a thief with write access to the table can do. */
  readonly put: (subject: Subject, key: StoredKey) => void;
}

export function memoryKeys(): MemoryKeys {
  const rows = new Map<string, { readonly subject: Subject; keys: readonly StoredKey[] }>();
  const erased = new Set<string>();
  const nameOf = ({ bankId, subjectId }: Subject) => JSON.stringify([bankId, subjectId]);
  const keysOf = (subject: Subject) => rows.get(nameOf(subject))?.keys ?? [];
  const write = (subject: Subject, keys: readonly StoredKey[]) =>
    rows.set(nameOf(subject), {
      subject: { bankId: subject.bankId, subjectId: subject.subjectId },
      keys,
    });
  return {
    find: async (subject, generation) =>
      generation === undefined
        ? keysOf(subject).at(-1)
        : keysOf(subject).find((key) => key.generation === generation),
    add: async (subject, key) => {
      if (erased.has(nameOf(subject))) return undefined;
      const there = keysOf(subject).find(({ generation }) => generation === key.generation);
      if (!there) write(subject, [...keysOf(subject), key]);
      return there ?? key;
    },
    replace: async (subject, was, by) => {
      const there = keysOf(subject);
      const found = there.find((key) => Buffer.from(key.bytes).equals(was.bytes));
      if (found)
        write(
          subject,
          there.map((key) => (key === found ? by : key)),
        );
      return found !== undefined;
    },
    erase: (subject) => {
      rows.delete(nameOf(subject));
      erased.add(nameOf(subject));
    },
    put: (subject, key) => write(subject, [key]),
    all: async function* () {
      for (const { subject, keys } of [...rows.values()]) {
        for (const key of keys) yield { subject, key };
      }
    },
  };
}
