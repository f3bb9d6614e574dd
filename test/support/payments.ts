/** Payments a test makes up, recorded as the loader records them. */
import { type Database, type TenantTransaction, withTenant } from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { sealCounterparties } from '../../lib/personal/index.ts';
import { accountId, paymentId } from '../../subgraphs/facts/domain/ids.ts';
import type { PaymentModel } from '../../subgraphs/facts/models.ts';
import type { PlainPayment } from '../../subgraphs/facts/queries/insert-payments.ts';
import { accounts, banks, payments } from '../../subgraphs/facts/tables.ts';
import { sealingFor } from './personal-keys.ts';

export interface MadePayment {
  /** Number of the bank's own account. */
  readonly account: string;
  readonly minorUnits: number;
  readonly valueDate: string;
  readonly direction?: PaymentModel['direction'];
  readonly channel?: PaymentModel['channel'];
  readonly counterparty?: { readonly bank: string; readonly account: string };
}

/** Records in a transaction of its own. References are drawn, so every call adds. */
export async function makePayments(
  db: Database,
  bankCode: string,
  made: readonly MadePayment[],
): Promise<readonly PaymentModel[]> {
  return withTenant(db, bankIdOf(bankCode), (tx) => makePaymentsIn(tx, bankCode, made));
}

export async function makePaymentsIn(
  tx: TenantTransaction,
  bankCode: string,
  made: readonly MadePayment[],
): Promise<readonly PaymentModel[]> {
  const bankId = bankIdOf(bankCode);
  const numbers = [...new Set(made.map(({ account }) => account))];
  const sealing = await sealingFor(tx, bankId);
  const tags = await sealing.tagsOf(numbers.map((number) => ({ bank: bankCode, number })));
  const known = numbers.map((number, index) => ({
    ...{ bankId, id: accountId(bankId, number), number, numberTag: tags[index] },
  }));
  const plain = made.map((payment) => toRow(bankCode, payment));
  const there = { bankId, table: 'facts.payments' } as const;
  const rows = (await sealCounterparties(sealing, there, plain)).map((row) => ({ ...row, bankId }));
  await tx.insert(banks).values({ bankId, code: bankCode }).onConflictDoNothing();
  await tx.insert(accounts).values(known).onConflictDoNothing();
  await tx.insert(payments).values(rows);
  return rows;
}

function toRow(bankCode: string, payment: MadePayment): PlainPayment {
  const bankId = bankIdOf(bankCode);
  const reference = crypto.randomUUID();
  return {
    id: paymentId(bankId, reference),
    accountId: accountId(bankId, payment.account),
    reference,
    minorUnits: payment.minorUnits,
    currency: 'CZK',
    direction: payment.direction ?? 'CREDIT',
    channel: payment.channel ?? 'CASH_DEPOSIT',
    purpose: null,
    valueDate: payment.valueDate,
    counterpartyBank: payment.counterparty?.bank ?? null,
    counterpartyAccount: payment.counterparty?.account ?? null,
    balanceAfterMinorUnits: null,
  };
}

/** Numbers from 0 (included) to `end` (excluded), the same in every run (Numerical Recipes' LCG). */
export function drawing(seed: number): (end: number) => number {
  let state = seed >>> 0;
  return (end) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}
