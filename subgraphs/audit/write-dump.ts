/** Writes a bank's whole trail as canonical JSON, an entry a line, a piece at a time. */
import { type Database, readTenant } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { toCanonical } from './domain/entry.ts';
import { findHead } from './queries/find-head.ts';
import { listChain } from './queries/list-chain.ts';

/** Some 700 bytes an entry. */
const PIECE_SIZE = 1_000;

/** Entries are never changed, so pieces read one after another are one state: that of the start. */
export async function* writeDump(db: Database, bankId: BankId): AsyncGenerator<string> {
  const head = await readTenant(db, bankId, (tx) => findHead(tx, bankId));
  const end = head?.sequence ?? 0;
  let from = 1;
  while (from <= end) {
    const range = { from, to: end, limit: PIECE_SIZE };
    const entries = await readTenant(db, bankId, (tx) => listChain(tx, bankId, range));
    yield entries.map((entry) => `${toCanonical(entry)}\n`).join('');
    // A trail with holes, however wide, is written in as many pieces as it has entries for.
    from = (entries.at(-1)?.sequence ?? end) + 1;
  }
}
