import { describe, expect, it } from 'vitest';
import type { PaymentInput } from '../resolvers.generated.ts';
import { BATCH_MAX, checkBatch, hashBatch } from './payment-batch.ts';

const GOOD: PaymentInput = {
  reference: 'r-1',
  accountNumber: '1',
  minorUnits: 100,
  currency: 'CZK',
  direction: 'DEBIT',
  channel: 'TRANSFER_OUT',
  valueDate: '1999-01-01',
  counterpartyBank: 'CD',
  counterpartyAccount: '77',
};

function problemsOf(payments: readonly PaymentInput[]) {
  return checkBatch(payments).map(({ code, field }) => [code, field]);
}

describe('a batch', () => {
  it.each<[string, Partial<PaymentInput>]>([
    ['a transfer', {}],
    ['cash without a counterparty', { ...cash(), purpose: null }],
    ['an internal credit', { ...cash(), channel: 'INTERNAL', direction: 'CREDIT' }],
    ['an internal debit', { ...cash(), channel: 'INTERNAL', direction: 'DEBIT' }],
    ['the largest amount', { minorUnits: Number.MAX_SAFE_INTEGER }],
    ['letters of any script in its reference', { reference: 'účet 木 🏦' }],
  ])('with %s has no problems', (_, change) => {
    expect(problemsOf([{ ...GOOD, ...change }])).toEqual([]);
  });

  it.each<[string, Partial<PaymentInput>, string, string]>([
    ['nothing moved', { minorUnits: 0 }, 'AMOUNT_NOT_POSITIVE', 'minorUnits'],
    ['a negative amount', { minorUnits: -1 }, 'AMOUNT_NOT_POSITIVE', 'minorUnits'],
    ['another currency', { currency: 'EUR' }, 'CURRENCY_NOT_SUPPORTED', 'currency'],
    ['a currency in small letters', { currency: 'czk' }, 'CURRENCY_NOT_SUPPORTED', 'currency'],
    ['no reference', { reference: '' }, 'INVALID_REFERENCE', 'reference'],
    ['a long reference', { reference: 'r'.repeat(201) }, 'INVALID_REFERENCE', 'reference'],
    ['a NUL in its reference', { reference: 'a\u0000' }, 'INVALID_REFERENCE', 'reference'],
    ['half a surrogate pair', { reference: 'a\ud83c' }, 'INVALID_REFERENCE', 'reference'],
    [
      'money coming in by TRANSFER_OUT',
      { direction: 'CREDIT' },
      'DIRECTION_DOES_NOT_FIT',
      'direction',
    ],
    [
      'a bank without an account',
      { counterpartyAccount: null },
      'COUNTERPARTY_INCOMPLETE',
      'counterpartyAccount',
    ],
    [
      'an account without a bank',
      { counterpartyBank: undefined },
      'COUNTERPARTY_INCOMPLETE',
      'counterpartyBank',
    ],
    ['a bank code of three', { counterpartyBank: 'CDE' }, 'INVALID_BANK_CODE', 'counterpartyBank'],
    ['an empty bank code', { counterpartyBank: '' }, 'INVALID_BANK_CODE', 'counterpartyBank'],
    [
      'an empty account number',
      { counterpartyAccount: '' },
      'INVALID_ACCOUNT_NUMBER',
      'counterpartyAccount',
    ],
  ])('with %s is rejected', (_, change, code, field) => {
    expect(problemsOf([GOOD, { ...GOOD, reference: 'r-2', ...change }])).toEqual([
      [code, `input.payments.1.${field}`],
    ]);
  });

  it('names each problem of each payment', () => {
    const bad = { ...GOOD, minorUnits: 0, currency: 'EUR' };
    expect(problemsOf([bad, { ...bad, reference: 'r-2' }])).toHaveLength(4);
  });

  it('names the second use of a reference', () => {
    expect(problemsOf([GOOD, GOOD])).toEqual([
      ['DUPLICATE_REFERENCE', 'input.payments.1.reference'],
    ]);
  });

  it.each([
    [0, 'EMPTY_BATCH'],
    [BATCH_MAX + 1, 'BATCH_TOO_LARGE'],
  ])('of %d payments is rejected', (length, code) => {
    const payments = Array.from({ length }, (_, i) => ({ ...GOOD, reference: `r-${i}` }));
    expect(problemsOf(payments)).toEqual([[code, 'input.payments']]);
  });
});

describe('the hash of a batch', () => {
  it('does not tell null from left out', () => {
    const { counterpartyBank, counterpartyAccount, ...rest } = GOOD;
    const withNulls = { ...rest, counterpartyBank: null, counterpartyAccount: null, purpose: null };
    expect(hashBatch([rest])).toBe(hashBatch([withNulls]));
  });

  it.each<[string, readonly PaymentInput[]]>([
    ['another amount', [{ ...GOOD, minorUnits: 101 }]],
    ['another account', [{ ...GOOD, accountNumber: '2' }]],
    ['another day', [{ ...GOOD, valueDate: '1999-01-02' }]],
    ['a purpose', [{ ...GOOD, purpose: 'LOAN' }]],
    ['a payment more', [GOOD, { ...GOOD, reference: 'r-2' }]],
  ])('differs with %s', (_, payments) => {
    expect(hashBatch(payments)).not.toBe(hashBatch([GOOD]));
  });
});

function cash(): Partial<PaymentInput> {
  return {
    channel: 'CASH_WITHDRAWAL',
    counterpartyBank: null,
    counterpartyAccount: null,
  };
}
