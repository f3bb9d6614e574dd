/** What is in a bank's quarantine, opened; that nothing of it is in the clear is asserted on the way. */
import { asc, eq } from 'drizzle-orm';
import { type Database, withTenant } from '../../lib/db/index.ts';
import type { PersonalKeys } from '../../lib/envelope/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { sealingWithin } from '../../lib/personal/index.ts';
import { openLine } from '../../subgraphs/facts/personal/quarantined.ts';
import { quarantine } from '../../subgraphs/facts/tables.ts';

/** In the order of files and lines. */
export async function readQuarantine(db: Database, bankId: BankId, keys: PersonalKeys) {
  return withTenant(db, bankId, async (tx) => {
    const rows = await tx
      .select()
      .from(quarantine)
      .where(eq(quarantine.bankId, bankId))
      .orderBy(asc(quarantine.source), asc(quarantine.line), asc(quarantine.record));
    const sealing = sealingWithin(tx, bankId, keys);
    return Promise.all(
      rows.map(async ({ contentSealed, content, ...row }) => {
        if (content !== null) throw new Error(`line ${row.line} of ${row.source} is in the clear`);
        const opened = await openLine(sealing, bankId, { ...row, content, contentSealed });
        return { ...row, content: opened };
      }),
    );
  });
}
