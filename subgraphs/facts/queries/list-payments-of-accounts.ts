/** The first payments of each of many accounts, newest first: one statement, one index walk each. */
import { and, desc, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { PaymentModel } from '../models.ts';
import { payments } from '../tables.ts';

export interface AccountPage {
  readonly accountId: string;
  readonly limit: number;
  /** The payment before the first one wanted. */
  readonly after: { readonly valueDate: string; readonly id: string } | undefined;
}

/** Rows carry the position of the page they belong to. */
export async function listPaymentsOfAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  pages: readonly AccountPage[],
): Promise<readonly { readonly position: number; readonly payment: PaymentModel }[]> {
  const wanted = JSON.stringify(
    pages.map(({ accountId, after }, position) => ({
      position,
      account_id: accountId,
      after_date: after?.valueDate ?? null,
      after_id: after?.id ?? null,
    })),
  );
  const page = tx
    .select()
    .from(payments)
    .where(
      and(
        eq(payments.bankId, bankId),
        sql`${payments.accountId} = wanted.account_id`,
        sql`(wanted.after_id is null
          or (${payments.valueDate}, ${payments.id}) < (wanted.after_date, wanted.after_id))`,
      ),
    )
    .orderBy(desc(payments.valueDate), desc(payments.id))
    .limit(Math.max(...pages.map(({ limit }) => limit)))
    .as('page');
  // Drizzle takes a subquery's columns one by one only.
  const payment = {
    bankId: page.bankId,
    id: page.id,
    accountId: page.accountId,
    reference: page.reference,
    minorUnits: page.minorUnits,
    currency: page.currency,
    direction: page.direction,
    channel: page.channel,
    purpose: page.purpose,
    valueDate: page.valueDate,
    counterpartyBank: page.counterpartyBank,
    counterpartyAccount: page.counterpartyAccount,
    balanceAfterMinorUnits: page.balanceAfterMinorUnits,
    rowVersion: page.rowVersion,
    counterpartyAccountSealed: page.counterpartyAccountSealed,
    counterpartyAccountTag: page.counterpartyAccountTag,
  };
  return tx
    .select({ position: sql<number>`wanted.position`, payment })
    .from(
      sql`json_to_recordset(${wanted}::json) as wanted
        (position integer, account_id uuid, after_date date, after_id uuid)`,
    )
    .crossJoinLateral(page)
    .orderBy(sql`wanted.position`, desc(page.valueDate), desc(page.id));
}
