/** Whether a bank has anything that is to be sealed and is not yet. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

type Row = { readonly found: boolean };

/** Nothing is read where nothing is left: each is answered by an index, or by the first row. */
export async function hasPlain(tx: TenantTransaction, bankId: BankId): Promise<boolean> {
  const [row] = await tx.execute<Row>(sql`
    select exists (select from facts.payments
        where bank_id = ${bankId} and counterparty_account is not null)
      or exists (select from facts.standing_orders
        where bank_id = ${bankId} and counterparty_account is not null)
      or exists (select from facts.account_holders
        where bank_id = ${bankId} and birth_date is not null)
      or exists (select from facts.accounts where bank_id = ${bankId} and number_tag is null)
      or exists (select from facts.quarantine where bank_id = ${bankId} and content is not null)
      as found`);
  return row?.found ?? false;
}
