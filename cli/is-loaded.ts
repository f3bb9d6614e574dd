/** Whether the data set is in the database, as it lies under data/. */
import { and, eq } from 'drizzle-orm';
import { type Database, withTenant } from '../lib/db/index.ts';
import { fingerprint } from '../subgraphs/facts/load/fingerprint.ts';
import { HOME } from '../subgraphs/facts/load/home-bank.ts';
import { loads } from '../subgraphs/facts/tables.ts';
import { rootPath } from './root.ts';

export async function isLoaded(db: Database): Promise<boolean> {
  const checksum = await fingerprint(rootPath('data/berka'), undefined);
  const mark = and(eq(loads.bankId, HOME), eq(loads.checksum, checksum));
  const found = await withTenant(db, HOME, (tx) => tx.select().from(loads).where(mark));
  return found.length > 0;
}
