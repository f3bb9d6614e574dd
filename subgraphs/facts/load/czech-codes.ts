/** What the Czech codes of the data set stand for. */
import type { accounts, loans, payments } from '../tables.ts';

type Payment = typeof payments.$inferInsert;
type Direction = Payment['direction'];
type Channel = Payment['channel'];
type Purpose = NonNullable<Payment['purpose']>;
type Frequency = NonNullable<(typeof accounts.$inferInsert)['statementFrequency']>;
type LoanStatus = (typeof loans.$inferInsert)['status'];

export const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
  ['PRIJEM', 'CREDIT'],
  ['VYDAJ', 'DEBIT'],
  // Cash withdrawals are booked as a type of their own in part of the data.
  ['VYBER', 'DEBIT'],
]);

/** An empty operation is a booking of the bank's own, interest above all. */
export const CHANNELS: ReadonlyMap<string, Channel> = new Map([
  ['VKLAD', 'CASH_DEPOSIT'],
  ['VYBER', 'CASH_WITHDRAWAL'],
  ['VYBER KARTOU', 'CARD_WITHDRAWAL'],
  ['PREVOD NA UCET', 'TRANSFER_OUT'],
  ['PREVOD Z UCTU', 'TRANSFER_IN'],
  ['', 'INTERNAL'],
]);

/** A blank symbol tells nothing. */
export const PURPOSES: ReadonlyMap<string, Purpose | null> = new Map([
  ['DUCHOD', 'PENSION'],
  ['POJISTNE', 'INSURANCE'],
  ['SANKC. UROK', 'SANCTION_INTEREST'],
  ['SIPO', 'HOUSEHOLD'],
  ['SLUZBY', 'STATEMENT_FEE'],
  ['UROK', 'INTEREST'],
  ['UVER', 'LOAN'],
  ['LEASING', 'LEASING'],
  ['', null],
]);

export const FREQUENCIES: ReadonlyMap<string, Frequency> = new Map([
  ['POPLATEK MESICNE', 'MONTHLY'],
  ['POPLATEK TYDNE', 'WEEKLY'],
  ['POPLATEK PO OBRATU', 'AFTER_TRANSACTION'],
]);

export const LOAN_STATUSES: ReadonlyMap<string, LoanStatus> = new Map([
  ['A', 'FINISHED'],
  ['B', 'DEFAULTED'],
  ['C', 'RUNNING'],
  ['D', 'IN_DEBT'],
]);
