/** Puts sealed counterparties in the place of those in the clear. */
import { sql } from 'drizzle-orm';
import { hexOf } from '../../../lib/db/hex-of.ts';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { payments, standingOrders } from '../tables.ts';

export interface SealedRow {
  readonly id: string;
  readonly rowVersion: number;
  readonly counterpartyAccountSealed: Uint8Array | null;
  readonly counterpartyAccountTag: string | null;
}

/** One JSON parameter: one statement text for any number of them. */
export async function sealCounterpartiesOf(
  tx: TenantTransaction,
  bankId: BankId,
  table: typeof payments | typeof standingOrders,
  rows: readonly SealedRow[],
): Promise<void> {
  const batch = rows.map((row) => ({
    ...{ id: row.id, row_version: row.rowVersion, tag: row.counterpartyAccountTag },
    sealed: hexOf(row.counterpartyAccountSealed),
  }));
  await tx.execute(sql`
    update ${table} as here
    set row_version = sealed.row_version, counterparty_account = null,
      counterparty_account_sealed = decode(sealed.sealed, 'hex'),
      counterparty_account_tag = sealed.tag
    from json_to_recordset(${JSON.stringify(batch)}::json) as sealed
      (id uuid, row_version integer, tag uuid, sealed text)
    where here.bank_id = ${bankId} and here.id = sealed.id`);
}
