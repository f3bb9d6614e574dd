/** What makes a batch of payments recordable, before the database is asked. */
import { createHash } from 'node:crypto';
import { CZK } from '../../../lib/money.ts';
import type { Channel, Direction, PaymentInput, UserError } from '../resolvers.generated.ts';

export const BATCH_MAX = 1000;

/** The direction money moves by a channel; the bank books INTERNAL both ways. */
const DIRECTIONS: Readonly<Record<Channel, Direction | undefined>> = {
  CASH_DEPOSIT: 'CREDIT',
  CASH_WITHDRAWAL: 'DEBIT',
  CARD_WITHDRAWAL: 'DEBIT',
  TRANSFER_OUT: 'DEBIT',
  TRANSFER_IN: 'CREDIT',
  INTERNAL: undefined,
};

const BANK_CODE = /^[A-Z]{2}$/;
/** As long as an IBAN (ISO 13616) at most. */
const ACCOUNT_NUMBER = /^[0-9A-Z-]{1,34}$/;

/** Whether any bank could have an account of this number. */
export function isAccountNumber(text: string): boolean {
  return ACCOUNT_NUMBER.test(text);
}
const REFERENCE_CHARACTERS_MAX = 200;

/** All that is wrong with a batch; empty when it may be recorded. */
export function checkBatch(payments: readonly PaymentInput[]): readonly UserError[] {
  if (payments.length === 0)
    return [wrong('EMPTY_BATCH', 'payments', 'Give at least one payment.')];
  if (payments.length > BATCH_MAX) {
    return [wrong('BATCH_TOO_LARGE', 'payments', `Give at most ${BATCH_MAX} payments.`)];
  }
  return [...payments.flatMap(checkPayment), ...repeatedReferences(payments)];
}

/** What is wrong with a payment by itself, whichever way it came. */
export interface PaymentProblem {
  readonly code: string;
  readonly field: keyof PaymentInput;
  readonly message: string;
}

function checkPayment(payment: PaymentInput, index: number): readonly UserError[] {
  return problemsOf(payment).map(({ code, field, message }) =>
    wrong(code, `payments.${index}.${field}`, message),
  );
}

/** @example problemsOf({ ...payment, minorUnits: 0 }) // AMOUNT_NOT_POSITIVE of minorUnits */
export function problemsOf(payment: PaymentInput): readonly PaymentProblem[] {
  const problems: PaymentProblem[] = [];
  if (!isPrintable(payment.reference, REFERENCE_CHARACTERS_MAX)) {
    const message = `Give a reference of 1 to ${REFERENCE_CHARACTERS_MAX} printable characters.`;
    problems.push({ code: 'INVALID_REFERENCE', field: 'reference', message });
  }
  if (payment.minorUnits <= 0) {
    const message = 'Give more than zero minor units.';
    problems.push({ code: 'AMOUNT_NOT_POSITIVE', field: 'minorUnits', message });
  }
  if (payment.currency !== CZK) {
    const message = `Only ${CZK} is recorded so far.`;
    problems.push({ code: 'CURRENCY_NOT_SUPPORTED', field: 'currency', message });
  }
  const direction = DIRECTIONS[payment.channel];
  if (direction !== undefined && direction !== payment.direction) {
    const message = `${payment.channel} goes with ${direction}.`;
    problems.push({ code: 'DIRECTION_DOES_NOT_FIT', field: 'direction', message });
  }
  return [...problems, ...counterpartyProblems(payment)];
}

function counterpartyProblems({
  counterpartyBank: bank,
  counterpartyAccount: account,
}: PaymentInput): readonly PaymentProblem[] {
  if ((bank ?? null) === null && (account ?? null) === null) return [];
  if ((bank ?? null) === null || (account ?? null) === null) {
    const field = (bank ?? null) === null ? 'counterpartyBank' : 'counterpartyAccount';
    const message = 'Give bank and account, or neither.';
    return [{ code: 'COUNTERPARTY_INCOMPLETE', field, message }];
  }
  const problems: PaymentProblem[] = [];
  if (!BANK_CODE.test(bank ?? '')) {
    const message = 'Give a two-letter bank code.';
    problems.push({ code: 'INVALID_BANK_CODE', field: 'counterpartyBank', message });
  }
  if (!isAccountNumber(account ?? '')) {
    const message = 'Give an account number of 1 to 34 digits, capital letters or hyphens.';
    problems.push({ code: 'INVALID_ACCOUNT_NUMBER', field: 'counterpartyAccount', message });
  }
  return problems;
}

function repeatedReferences(payments: readonly PaymentInput[]): readonly UserError[] {
  const seen = new Set<string>();
  return payments.flatMap(({ reference }, index) => {
    if (!seen.has(reference)) {
      seen.add(reference);
      return [];
    }
    return [duplicateReference(index)];
  });
}

export function duplicateReference(index: number): UserError {
  const message = 'The bank has a payment of this reference.';
  return wrong('DUPLICATE_REFERENCE', `payments.${index}.reference`, message);
}

export function unknownAccount(index: number): UserError {
  const message = 'The bank has no account of this number.';
  return wrong('UNKNOWN_ACCOUNT', `payments.${index}.accountNumber`, message);
}

/** Control characters and broken surrogates don't survive storage, so they never get there. */
export function isPrintable(text: string, charactersMax: number): boolean {
  return (
    text.length > 0 && text.length <= charactersMax && text.isWellFormed() && !/\p{Cc}/u.test(text)
  );
}

/** The same for the same payments, whatever the order and presence of optional fields. */
export function hashBatch(payments: readonly PaymentInput[]): string {
  const rows = payments.map((payment) => [
    payment.reference,
    payment.accountNumber,
    payment.minorUnits,
    payment.currency,
    payment.direction,
    payment.channel,
    payment.purpose ?? null,
    payment.valueDate,
    payment.counterpartyBank ?? null,
    payment.counterpartyAccount ?? null,
  ]);
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

function wrong(code: string, field: string, message: string): UserError {
  return { code, message, field: `input.${field}` };
}
