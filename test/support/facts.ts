/** A small world of two banks for tests of facts: few rows, every case of a field in one of them. */
import { closeDatabase, connectDatabase, withTenant } from '../../lib/db/index.ts';
import { type BankId, bankIdOf } from '../../lib/ids.ts';
import {
  accountId,
  holderId,
  loanId,
  paymentId,
  standingOrderId,
} from '../../subgraphs/facts/domain/ids.ts';
import type { PlainPayment } from '../../subgraphs/facts/queries/insert-payments.ts';
import {
  accountHolders,
  accounts,
  banks,
  loans,
  payments,
  standingOrders,
} from '../../subgraphs/facts/tables.ts';

export const ACCOUNT_NUMBERS = ['1', '2', '10', '11'] as const;
export const PAYMENTS_PER_BANK = 60;

/** Adds banks HB and CD with the same account numbers and references, and other amounts. */
export async function seedFacts(appUrl: string): Promise<void> {
  const db = connectDatabase({
    url: appUrl,
    poolMax: 1,
    statementTimeoutMs: 10_000,
    applicationName: 'test-seed',
  });
  for (const [code, offset] of [
    ['HB', 0],
    ['CD', 1_000_000],
  ] as const) {
    const bankId = bankIdOf(code);
    await withTenant(db, bankId, async (tx) => {
      await tx.insert(banks).values({ bankId, code });
      await tx.insert(accounts).values(ACCOUNT_NUMBERS.map((number) => account(bankId, number)));
      await tx
        .insert(accountHolders)
        .values(ACCOUNT_NUMBERS.flatMap((number) => holders(bankId, number)));
      await tx.insert(loans).values(loan(bankId, '2'));
      await tx.insert(standingOrders).values(standingOrder(bankId, '2'));
      await tx
        .insert(payments)
        .values(Array.from({ length: PAYMENTS_PER_BANK }, (_, i) => payment(bankId, i, offset)));
    });
  }
  await closeDatabase(db);
}

function account(bankId: BankId, number: string) {
  const opened = number === '11' ? null : '1993-02-01';
  const statementFrequency = number === '11' ? null : ('MONTHLY' as const);
  return { bankId, id: accountId(bankId, number), number, openedOn: opened, statementFrequency };
}

function holders(bankId: BankId, number: string) {
  const shared = { bankId, accountId: accountId(bankId, number), district: 'Kolin' };
  return [
    {
      ...shared,
      id: holderId(bankId, `${number}-b`),
      role: 'DISPONENT' as const,
      birthDate: '1975-05-06',
      gender: 'FEMALE' as const,
    },
    {
      ...shared,
      id: holderId(bankId, `${number}-a`),
      role: 'OWNER' as const,
      birthDate: '1970-02-13',
      gender: 'MALE' as const,
    },
  ];
}

function loan(bankId: BankId, number: string) {
  return {
    bankId,
    id: loanId(bankId, number),
    accountId: accountId(bankId, number),
    minorUnits: 8_000_000,
    currency: 'CZK',
    grantedOn: '1994-01-05',
    durationMonths: 24,
    monthlyMinorUnits: 333_300,
    status: 'FINISHED' as const,
  };
}

function standingOrder(bankId: BankId, number: string) {
  return {
    bankId,
    id: standingOrderId(bankId, number),
    accountId: accountId(bankId, number),
    minorUnits: 245_200,
    currency: 'CZK',
    counterpartyBank: 'YZ',
    counterpartyAccount: '87144583',
    purpose: 'HOUSEHOLD' as const,
  };
}

/** Days and amounts repeat, so that every order has ties for the id to break. */
function payment(
  bankId: BankId,
  index: number,
  offset: number,
): PlainPayment & { readonly bankId: BankId } {
  const transfer = index % 3 === 0;
  const number = ACCOUNT_NUMBERS[index % 3] ?? '1';
  return {
    bankId,
    id: paymentId(bankId, `seed-${index}`),
    accountId: accountId(bankId, number),
    reference: `seed-${index}`,
    minorUnits: offset + 100 * (1 + (index % 5)),
    currency: 'CZK',
    direction: transfer ? 'DEBIT' : 'CREDIT',
    channel: transfer ? 'TRANSFER_OUT' : 'CASH_DEPOSIT',
    purpose: transfer ? 'INSURANCE' : null,
    valueDate: `1998-0${1 + (index % 4)}-15`,
    counterpartyBank: transfer ? 'AB' : null,
    counterpartyAccount: transfer ? '41403269' : null,
    balanceAfterMinorUnits: index % 2 === 0 ? -100 * index : null,
  };
}
