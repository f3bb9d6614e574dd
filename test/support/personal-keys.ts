/** Keys for personal data in tests: one file for the whole run, since databases are copied between files. */
import { inject } from 'vitest';
import type { TenantTransaction } from '../../lib/db/index.ts';
import { openPersonalKeys, type PersonalKeys } from '../../lib/envelope/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { type Sealing, sealingWithin } from '../../lib/personal/index.ts';
import { openFacts } from '../../subgraphs/facts/index.ts';
import { openGraph } from '../../subgraphs/graph/index.ts';

/** As PERSONAL_KEYS takes it. */
export const personalKeysOfRun = (): string => inject('personalKeys');

/** As in a process of its own: nothing is unwrapped yet. */
export function openTestKeys(): Promise<PersonalKeys> {
  return openPersonalKeys({ PERSONAL_KEYS: personalKeysOfRun() });
}

/** Of one transaction, with the keys of the run. */
export async function sealingFor(tx: TenantTransaction, bankId: BankId): Promise<Sealing> {
  return sealingWithin(tx, bankId, await openTestKeys());
}

/** The graph subgraph with them. */
export function openTestGraph(): ReturnType<typeof openGraph> {
  return openGraph({ PERSONAL_KEYS: personalKeysOfRun() });
}

/** The facts subgraph with them. */
export function openTestFacts(): ReturnType<typeof openFacts> {
  return openFacts({ PERSONAL_KEYS: personalKeysOfRun() });
}
