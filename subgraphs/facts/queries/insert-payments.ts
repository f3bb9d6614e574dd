/** Adds payments whose reference the bank has not used; gives back the references it added. */
import { sql } from 'drizzle-orm';
import { hexOf } from '../../../lib/db/hex-of.ts';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { PaymentModel } from '../models.ts';
import { payments } from '../tables.ts';

export type NewPayment = Omit<PaymentModel, 'bankId'>;
/** As it comes, before its counterparty is sealed. */
export type PlainPayment = Omit<
  NewPayment,
  'rowVersion' | 'counterpartyAccountSealed' | 'counterpartyAccountTag'
>;

/**
 * The batch is one JSON parameter: one statement text for every batch size. In order of reference, so
 * that two batches which share some wait for each other one way only.
 */
export async function insertPayments(
  tx: TenantTransaction,
  bankId: BankId,
  rows: readonly NewPayment[],
): Promise<ReadonlySet<string>> {
  const batch = JSON.stringify(
    rows.map((row) => ({
      ...row,
      counterpartyAccountSealed: hexOf(row.counterpartyAccountSealed),
    })),
  );
  const added = await tx
    .insert(payments)
    .select(
      sql`select ${bankId}::uuid, "id", "accountId", "reference", "minorUnits", "currency", "direction",
          "channel", "purpose", "valueDate", "counterpartyBank", "counterpartyAccount",
          "balanceAfterMinorUnits", "rowVersion", decode("counterpartyAccountSealed", 'hex'),
          "counterpartyAccountTag"
        from json_to_recordset(${batch}::json) as batch
          ("id" uuid, "accountId" uuid, "reference" text, "minorUnits" bigint, "currency" text,
           "direction" text, "channel" text, "purpose" text, "valueDate" date,
           "counterpartyBank" text, "counterpartyAccount" text, "balanceAfterMinorUnits" bigint,
           "rowVersion" integer, "counterpartyAccountSealed" text, "counterpartyAccountTag" uuid)
        order by "reference"`,
    )
    .onConflictDoNothing({ target: [payments.bankId, payments.reference] })
    .returning({ reference: payments.reference });
  return new Set(added.map(({ reference }) => reference));
}
