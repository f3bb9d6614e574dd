/** The right edge of a bank's tree. */
import { eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { NO_TREE, type Tree } from '../merkle/tiles.ts';
import { trees } from '../tables.ts';

export async function findTree(tx: TenantTransaction, bankId: BankId): Promise<Tree> {
  const [tree] = await tx
    .select({ size: trees.size, edge: trees.edge })
    .from(trees)
    .where(eq(trees.bankId, bankId));
  return tree ?? NO_TREE;
}
