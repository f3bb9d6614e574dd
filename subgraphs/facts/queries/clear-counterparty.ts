/** Leaves of a counterparty the bank it is at: payments and orders are the books, and say nothing more of who it was. */
import { and, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { payments, standingOrders } from '../tables.ts';

export async function clearCounterparty(
  tx: TenantTransaction,
  bankId: BankId,
  tag: string,
): Promise<number> {
  let cleared = 0;
  for (const table of [payments, standingOrders]) {
    const rows = await tx
      .update(table)
      .set({
        ...{ counterpartyAccount: null, counterpartyAccountSealed: null },
        ...{ counterpartyAccountTag: null, rowVersion: sql`${table.rowVersion} + 1` },
      })
      .where(and(eq(table.bankId, bankId), eq(table.counterpartyAccountTag, tag)))
      .returning({ id: table.id });
    cleared += rows.length;
  }
  await tx.execute(sql`select graph.forget_node(${bankId}::uuid, ${tag}::uuid)`);
  return cleared;
}
