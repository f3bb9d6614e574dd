/** Rows from before counterparties were sealed, locked so that no other run seals them as well. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { payments, standingOrders } from '../tables.ts';

type PlainRow = {
  readonly id: string;
  readonly accountId: string;
  readonly rowVersion: number;
  readonly counterpartyBank: string;
  readonly counterpartyAccount: string;
};

export async function listPlainCounterparties(
  tx: TenantTransaction,
  bankId: BankId,
  table: typeof payments | typeof standingOrders,
  limit: number,
): Promise<readonly PlainRow[]> {
  return tx.execute<PlainRow>(sql`
    select id, account_id as "accountId", row_version as "rowVersion",
      counterparty_bank as "counterpartyBank", counterparty_account as "counterpartyAccount"
    from ${table}
    where bank_id = ${bankId} and counterparty_account is not null
    order by id
    limit ${limit}
    for update skip locked`);
}
