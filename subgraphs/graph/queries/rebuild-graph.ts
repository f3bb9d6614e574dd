/** Makes a bank's graph anew of payments that are copied from one table to another. */
import { type SQL, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

/**
 * As the owner, while nobody records payments of the bank; whoever reads sees the graph as it was until
 * the transaction ends. The copies go through the trigger that facts.payments has, so that there is one
 * way only from payments to edges. Nodes stay as they are as long as any edge is left.
 */
export async function rebuildGraphBy(
  tx: TenantTransaction,
  bankId: BankId,
  { target, copy }: { readonly target: SQL; readonly copy: () => Promise<void> },
): Promise<void> {
  await tx.execute(sql`delete from graph.edges where bank_id = ${bankId}`);
  await tx.execute(
    sql`create trigger rebuild_graph after insert on ${target}
      referencing new table as new_payments
      for each statement execute function graph.note_payments()`,
  );
  await copy();
  await tx.execute(sql`drop trigger rebuild_graph on ${target}`);
  await tx.execute(
    sql`delete from graph.nodes n where bank_id = ${bankId}
      and not exists (select from graph.edges e where e.bank_id = ${bankId} and e.from_id = n.id)
      and not exists (select from graph.edges e where e.bank_id = ${bankId} and e.to_id = n.id)`,
  );
}
