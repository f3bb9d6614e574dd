/** The row of a payment, whichever way it came. */
import type { BankId } from '../../../lib/ids.ts';
import type { PlainPayment } from '../queries/insert-payments.ts';
import type { PaymentInput } from '../resolvers.generated.ts';
import { paymentId } from './ids.ts';

/** A payment as recordPayments takes it, with the balance where a file knows it. */
export interface IncomingPayment extends PaymentInput {
  readonly balanceAfterMinorUnits?: number | null;
}

export function newPayment(
  bankId: BankId,
  accountId: string,
  payment: IncomingPayment,
): PlainPayment {
  return {
    id: paymentId(bankId, payment.reference),
    accountId,
    reference: payment.reference,
    minorUnits: payment.minorUnits,
    currency: payment.currency,
    direction: payment.direction,
    channel: payment.channel,
    purpose: payment.purpose ?? null,
    valueDate: payment.valueDate,
    counterpartyBank: payment.counterpartyBank ?? null,
    counterpartyAccount: payment.counterpartyAccount ?? null,
    balanceAfterMinorUnits: payment.balanceAfterMinorUnits ?? null,
  };
}
