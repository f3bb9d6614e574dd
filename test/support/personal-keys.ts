/** Keys for personal data in tests: one file for the whole run, since databases are copied between files. */
import { inject } from 'vitest';
import { openPersonalKeys, type PersonalKeys } from '../../lib/envelope/index.ts';
import { openFacts } from '../../subgraphs/facts/index.ts';

/** As PERSONAL_KEYS takes it. */
export const personalKeysOfRun = (): string => inject('personalKeys');

/** As in a process of its own: nothing is unwrapped yet. */
export function openTestKeys(): Promise<PersonalKeys> {
  return openPersonalKeys({ PERSONAL_KEYS: personalKeysOfRun() });
}

/** The facts subgraph with them. */
export function openTestFacts(): ReturnType<typeof openFacts> {
  return openFacts({ PERSONAL_KEYS: personalKeysOfRun() });
}
