/** What the trail of a bank holds, once what was changed is chained. */
import { type Database, withTenant } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { chainChanges } from '../../subgraphs/audit/chain-changes.ts';
import type { AuditEntryModel } from '../../subgraphs/audit/models.ts';
import { listChain } from '../../subgraphs/audit/queries/list-chain.ts';

/** Oldest first. */
export async function trailOf(db: Database, bankId: BankId): Promise<readonly AuditEntryModel[]> {
  await chainChanges(db, bankId, () => new Date());
  const range = { from: 1, to: Number.MAX_SAFE_INTEGER };
  return withTenant(db, bankId, (tx) => listChain(tx, bankId, range));
}

/** Values before and after, by the names of the fields. */
export function valuesOf({ event }: AuditEntryModel) {
  return Object.fromEntries(
    Object.entries(event?.changes ?? {}).map(([name, { before, after }]) => [
      name,
      [before, after],
    ]),
  );
}
