/** The other side of a transfer: what the partner bank knows of it. */
import type { BankId } from '../../../lib/ids.ts';
import { accountId, paymentId } from '../domain/ids.ts';
import { type AccountRow, HOME_CODE, type HomePayment, type PaymentRow } from './home-bank.ts';

export interface PartnerLeg {
  readonly account: AccountRow;
  readonly payment: PaymentRow;
}

/**
 * The mirror image of a transfer in the partner's books.
 * The purpose is kept, since the constant symbol it is read from travels with a transfer; the balance
 * of the home bank's account is not the partner's to know.
 */
export function derivePartnerLeg(
  { accountNumber, row }: HomePayment,
  bankId: BankId,
  number: string,
): PartnerLeg {
  const reference = `${HOME_CODE}-${row.reference}`;
  const incoming = row.direction === 'DEBIT';
  const account: AccountRow = {
    bankId,
    id: accountId(bankId, number),
    number,
    // The bank opened it, but the home bank's payments don't say when.
    openedOn: null,
    statementFrequency: null,
  };
  const payment: PaymentRow = {
    ...row,
    bankId,
    id: paymentId(bankId, reference),
    accountId: account.id,
    reference,
    direction: incoming ? 'CREDIT' : 'DEBIT',
    channel: incoming ? 'TRANSFER_IN' : 'TRANSFER_OUT',
    counterpartyBank: HOME_CODE,
    counterpartyAccount: accountNumber,
    balanceAfterMinorUnits: null,
  };
  return { account, payment };
}
