/** Turns lines of the data set into rows of the home bank; pure. */
import { type BankId, bankIdOf } from '../../../lib/ids.ts';
import { CZK } from '../../../lib/money.ts';
import type { SealedCounterparty } from '../../../lib/personal/index.ts';
import { accountId, holderId, loanId, paymentId, standingOrderId } from '../domain/ids.ts';
import type { StandingOrderModel } from '../models.ts';
import type { PlainHolder } from '../personal/holder.ts';
import type { PlainPayment } from '../queries/insert-payments.ts';
import type { accounts, loans } from '../tables.ts';
import { CHANNELS, DIRECTIONS, FREQUENCIES, LOAN_STATUSES, PURPOSES } from './czech-codes.ts';
import {
  readBirth,
  readCode,
  readDay,
  readInteger,
  readMinorUnits,
  readNumber,
  readText,
  UnreadableCell,
} from './read-cells.ts';

export const HOME_CODE = 'HB';
export const HOME: BankId = bankIdOf(HOME_CODE);

export type AccountRow = typeof accounts.$inferInsert;
export type LoanRow = typeof loans.$inferInsert;
export type OrderRow = Omit<StandingOrderModel, keyof SealedCounterparty> & Counterparty;
export type PaymentRow = PlainPayment & { readonly bankId: string };
type Counterparty = Pick<PaymentRow, 'counterpartyAccount'>;

/** A payment with the number its account goes by, which the other bank knows it by. */
export interface HomePayment {
  readonly accountNumber: string;
  readonly row: PaymentRow;
}

export interface Client {
  readonly birthDate: string;
  readonly gender: PlainHolder['gender'];
  readonly district: string;
}

/** Ids of the home bank's accounts by their number. */
export type KnownAccounts = ReadonlyMap<string, string>;

type Cells = readonly string[];

export function readDistrict([number = '', name = '']: Cells): readonly [string, string] {
  return [readNumber(number, 'A1'), readText(name)];
}

export function readClient(
  [number = '', birth = '', district = '']: Cells,
  districts: ReadonlyMap<string, string>,
): readonly [string, Client] {
  const name = readCode(districts, readNumber(district, 'district_id'), 'district_id');
  return [readNumber(number, 'client_id'), { ...readBirth(birth, 'birth_number'), district: name }];
}

export function readAccount([number = '', , frequency = '', date = '']: Cells): AccountRow {
  const account = readNumber(number, 'account_id');
  return {
    bankId: HOME,
    id: accountId(HOME, account),
    number: account,
    openedOn: readDay(date, 'date'),
    statementFrequency: readCode(FREQUENCIES, readText(frequency), 'frequency'),
  };
}

/** A disposition joins a client to an account. */
export function readHolder(
  [disposition = '', client = '', account = '', type = '']: Cells,
  clients: ReadonlyMap<string, Client>,
  known: KnownAccounts,
): PlainHolder {
  const role = readText(type);
  if (role !== 'OWNER' && role !== 'DISPONENT') {
    throw new UnreadableCell(`type: ${role} is unknown`);
  }
  return {
    bankId: HOME,
    id: holderId(HOME, `berka-${readNumber(disposition, 'disp_id')}`),
    accountId: readCode(known, readNumber(account, 'account_id'), 'account_id'),
    role,
    ...readCode(clients, readNumber(client, 'client_id'), 'client_id'),
  };
}

export function readLoan(
  [
    loan = '',
    account = '',
    date = '',
    amount = '',
    duration = '',
    payment = '',
    status = '',
  ]: Cells,
  known: KnownAccounts,
): LoanRow {
  return {
    bankId: HOME,
    id: loanId(HOME, `berka-${readNumber(loan, 'loan_id')}`),
    accountId: readCode(known, readNumber(account, 'account_id'), 'account_id'),
    minorUnits: readMinorUnits(amount, 'amount'),
    currency: CZK,
    grantedOn: readDay(date, 'date'),
    durationMonths: readInteger(duration, 'duration'),
    monthlyMinorUnits: readMinorUnits(payment, 'payments'),
    status: readCode(LOAN_STATUSES, readText(status), 'status'),
  };
}

export function readOrder(
  [order = '', account = '', bank = '', to = '', amount = '', symbol = '']: Cells,
  known: KnownAccounts,
): OrderRow {
  return {
    bankId: HOME,
    id: standingOrderId(HOME, `berka-${readNumber(order, 'order_id')}`),
    accountId: readCode(known, readNumber(account, 'account_id'), 'account_id'),
    minorUnits: readMinorUnits(amount, 'amount'),
    currency: CZK,
    counterpartyBank: readBankCode(readText(bank)),
    counterpartyAccount: readNumber(to, 'account_to'),
    purpose: readCode(PURPOSES, readText(symbol).trim(), 'k_symbol'),
  };
}

export function readPayment(cells: Cells, known: KnownAccounts): HomePayment {
  const [id = '', account = '', date = '', type = '', operation = ''] = cells;
  const [amount = '', balance = '', symbol = '', bank = '', counterparty = ''] = cells.slice(5);
  const accountNumber = readNumber(account, 'account_id');
  const reference = `berka-${readNumber(id, 'trans_id')}`;
  const row: PaymentRow = {
    bankId: HOME,
    id: paymentId(HOME, reference),
    accountId: readCode(known, accountNumber, 'account_id'),
    reference,
    minorUnits: readMinorUnits(amount, 'amount'),
    currency: CZK,
    direction: readCode(DIRECTIONS, readText(type), 'type'),
    channel: readCode(CHANNELS, readText(operation), 'operation'),
    purpose: readCode(PURPOSES, readText(symbol).trim(), 'k_symbol'),
    valueDate: readDay(date, 'date'),
    ...readCounterparty(readText(bank), readText(counterparty)),
    balanceAfterMinorUnits: readMinorUnits(balance, 'balance'),
  };
  return { accountNumber, row };
}

/** Cash bookings carry account 0 and no bank: nobody's account, so no counterparty. */
function readCounterparty(
  bank: string,
  account: string,
): Pick<PaymentRow, 'counterpartyBank' | 'counterpartyAccount'> {
  if (bank === '' || account === '') return { counterpartyBank: null, counterpartyAccount: null };
  return {
    counterpartyBank: readBankCode(bank),
    counterpartyAccount: readNumber(account, 'account'),
  };
}

function readBankCode(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) throw new UnreadableCell(`bank: ${code} is no bank code`);
  return code;
}
