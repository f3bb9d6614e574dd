/** Ids of facts are UUID v5 of what the bank calls them, so a second load finds the same rows. */
import { v5 } from 'uuid';
import type { BankId } from '../../../lib/ids.ts';

/** @example paymentId(bankId, 'berka-695247') */
export function paymentId(bankId: BankId, reference: string): string {
  return v5(`payment:${reference}`, bankId);
}

/** @example accountId(bankId, '576') */
export function accountId(bankId: BankId, number: string): string {
  return v5(`account:${number}`, bankId);
}

export function holderId(bankId: BankId, reference: string): string {
  return v5(`holder:${reference}`, bankId);
}

export function standingOrderId(bankId: BankId, reference: string): string {
  return v5(`standing-order:${reference}`, bankId);
}

export function loanId(bankId: BankId, reference: string): string {
  return v5(`loan:${reference}`, bankId);
}

/** One per payment: who is sent it twice knows it by this. */
export function eventId(paymentId: string): string {
  return v5('payment.recorded', paymentId);
}
