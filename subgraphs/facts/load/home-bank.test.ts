import { describe, expect, it } from 'vitest';
import { accountId } from '../domain/ids.ts';
import { HOME, readAccount, readLoan, readPayment } from './home-bank.ts';
import { UnreadableCell } from './read-cells.ts';

const known = new Map([['576', accountId(HOME, '576')]]);
const pay = (type: string, rest: string) =>
  readPayment(`1;576;930101;${type};12.30;-1.00;${rest}`.split(';'), known).row;

describe('readPayment', () => {
  it.each([
    ['"PRIJEM";"VKLAD"', 'CREDIT', 'CASH_DEPOSIT'],
    ['"PRIJEM";"PREVOD Z UCTU"', 'CREDIT', 'TRANSFER_IN'],
    ['"PRIJEM";""', 'CREDIT', 'INTERNAL'],
    ['"VYDAJ";"VYBER"', 'DEBIT', 'CASH_WITHDRAWAL'],
    ['"VYBER";"VYBER"', 'DEBIT', 'CASH_WITHDRAWAL'],
    ['"VYDAJ";"VYBER KARTOU"', 'DEBIT', 'CARD_WITHDRAWAL'],
    ['"VYDAJ";"PREVOD NA UCET"', 'DEBIT', 'TRANSFER_OUT'],
  ])('reads %s as %s by %s', (type, direction, channel) => {
    expect(pay(type, '"";;')).toMatchObject({ direction, channel });
  });

  it.each([
    ['"SIPO"', 'HOUSEHOLD'],
    ['"POJISTNE"', 'INSURANCE'],
    ['"DUCHOD"', 'PENSION'],
    ['"UVER"', 'LOAN'],
    ['"UROK"', 'INTEREST'],
    ['"SLUZBY"', 'STATEMENT_FEE'],
    ['"SANKC. UROK"', 'SANCTION_INTEREST'],
    ['" "', null],
    ['""', null],
    ['', null],
  ])('reads the symbol %j as %s', (symbol, purpose) => {
    expect(pay('"PRIJEM";""', `${symbol};;`)).toMatchObject({ purpose });
  });

  it.each([
    ['"YZ";"87144583"', { counterpartyBank: 'YZ', counterpartyAccount: '87144583' }],
    ['"";"0"', { counterpartyBank: null, counterpartyAccount: null }],
    ['"YZ";""', { counterpartyBank: null, counterpartyAccount: null }],
    [';', { counterpartyBank: null, counterpartyAccount: null }],
  ])('reads the counterparty %s', (cells, counterparty) => {
    expect(pay('"VYDAJ";"PREVOD NA UCET"', `"";${cells}`)).toMatchObject(counterparty);
  });

  it('keeps a negative balance', () => {
    expect(pay('"VYDAJ";"VYBER"', '"";;').balanceAfterMinorUnits).toBe(-100);
  });

  it.each(['"PRIJEM";"NECO"', '"NECO";"VKLAD"'])('refuses %s', (type) => {
    expect(() => pay(type, '"";;')).toThrow(UnreadableCell);
  });
});

it.each([
  ['POPLATEK MESICNE', 'MONTHLY'],
  ['POPLATEK TYDNE', 'WEEKLY'],
  ['POPLATEK PO OBRATU', 'AFTER_TRANSACTION'],
])('readAccount reads %s as %s', (code, statementFrequency) => {
  expect(readAccount(['576', '55', `"${code}"`, '930101'])).toEqual({
    bankId: HOME,
    id: accountId(HOME, '576'),
    number: '576',
    openedOn: '1993-01-01',
    statementFrequency,
  });
});

it.each([
  ['A', 'FINISHED'],
  ['B', 'DEFAULTED'],
  ['C', 'RUNNING'],
  ['D', 'IN_DEBT'],
])('readLoan reads %s as %s', (code, status) => {
  const cells = ['5314', '576', '930705', '96396', '12', '8033.00', `"${code}"`];
  expect(readLoan(cells, known)).toMatchObject({
    status,
    minorUnits: 9_639_600,
    monthlyMinorUnits: 803_300,
    durationMonths: 12,
    grantedOn: '1993-07-05',
  });
});
