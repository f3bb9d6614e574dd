/** Wrapped keys in facts.subject_keys: those of many subjects by one statement, and their bank's with them. */
import DataLoader from 'dataloader';
import type { TenantWork } from '../db/index.ts';
import { bankSubject, type KeyStore, type StoredKey } from '../envelope/index.ts';
import type { BankId } from '../ids.ts';
import { findSubjectKeys, type SubjectKey } from './find-subject-keys.ts';
import { insertSubjectKeys } from './insert-subject-keys.ts';
import { replaceSubjectKey } from './replace-subject-key.ts';

export interface KeyAccess {
  readonly bankId: BankId;
  readonly read: <T>(work: TenantWork<T>) => Promise<T>;
  readonly write: <T>(work: TenantWork<T>) => Promise<T>;
}

/** For one request or one transaction: what it has read it does not read again. */
export function createKeyStore({ bankId, read, write }: KeyAccess): KeyStore {
  const bank = bankSubject(bankId).subjectId;
  const stored = new DataLoader<string, readonly StoredKey[]>(async (subjectIds) => {
    // Whoever asks for a subject's key needs its bank's next.
    const asked = [...new Set([...subjectIds, bank])];
    const keys = await read((tx) => findSubjectKeys(tx, bankId, asked));
    const bySubject = Map.groupBy(keys, ({ subjectId }) => subjectId);
    if (!subjectIds.includes(bank)) stored.prime(bank, bySubject.get(bank) ?? []);
    return subjectIds.map((id) => bySubject.get(id) ?? []);
  });
  const added = new DataLoader<SubjectKey, void>(
    async (keys) => {
      const inserted = await write((tx) => insertSubjectKeys(tx, bankId, keys));
      // Of two for one subject, in here or elsewhere, one is in the table, and that one counts.
      for (const { subjectId } of keys) stored.clear(subjectId);
      // Who has just got a first key has no other; who hasn't got this one is to be looked up.
      for (const { subjectId, ...key } of inserted) stored.prime(subjectId, [key]);
      return keys.map(() => undefined);
    },
    { cache: false },
  );
  const find: KeyStore['find'] = async ({ subjectId }, generation) => {
    const keys = await stored.load(subjectId);
    if (generation === undefined) return keys.at(-1);
    return keys.find((key) => key.generation === generation);
  };
  return {
    find,
    add: async (subject, key) => {
      await added.load({ ...key, subjectId: subject.subjectId });
      return find(subject, key.generation);
    },
    replace: ({ subjectId }, was, by) => {
      stored.clear(subjectId);
      return write((tx) => replaceSubjectKey(tx, bankId, { subjectId, was, by }));
    },
  };
}
