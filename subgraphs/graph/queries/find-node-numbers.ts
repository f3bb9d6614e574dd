/** What accounts of the graph are called: the bank's own in the clear, others as a payment has them. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

export type NodeNumberRow = {
  readonly nodeId: string;
  /** Of an own account. */
  readonly number: string | null;
  /** Else of a payment that names it, if one is left. */
  readonly paymentId: string | null;
  readonly rowVersion: number | null;
  readonly sealed: Uint8Array | null;
};

export async function findNodeNumbers(
  tx: TenantTransaction,
  bankId: BankId,
  nodeIds: readonly string[],
): Promise<readonly NodeNumberRow[]> {
  return tx.execute<NodeNumberRow>(sql`
    select n.id as "nodeId", a.number, p.id as "paymentId", p.row_version as "rowVersion", p.sealed
    from graph.nodes n
    left join facts.accounts a on a.bank_id = ${bankId} and a.id = n.account_id
    left join lateral (
      select id, row_version, counterparty_account_sealed as sealed
      from facts.payments
      where bank_id = ${bankId} and counterparty_account_tag = n.id
        and counterparty_account_sealed is not null
      limit 1
    ) p on a.id is null
    where n.bank_id = ${bankId} and n.id = any(${sql.param([...nodeIds])}::uuid[])`);
}
