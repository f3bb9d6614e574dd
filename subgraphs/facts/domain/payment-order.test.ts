import { describe, expect, it } from 'vitest';
import { listName, readAfter, readFilter } from './payment-order.ts';

describe('the name of a list in its cursors', () => {
  const filter = { channel: 'TRANSFER_IN', minAmount: 100 } as const;
  const name = listName(filter, 'AMOUNT_DESC');

  it('does not depend on the order or presence of unused conditions', () => {
    const same = { minAmount: 100, purpose: null, channel: 'TRANSFER_IN' } as const;
    expect(listName(same, 'AMOUNT_DESC')).toBe(name);
  });

  it.each([
    ['another order', filter, 'AMOUNT_ASC'],
    ['another value', { ...filter, minAmount: 101 }, 'AMOUNT_DESC'],
    ['one condition less', { minAmount: 100 }, 'AMOUNT_DESC'],
    [
      'the value under another condition',
      { ...filter, minAmount: null, maxAmount: 100 },
      'AMOUNT_DESC',
    ],
  ] as const)('differs with %s', (_, other, order) => {
    expect(listName(other, order)).not.toBe(name);
  });
});

describe('a filter', () => {
  it.each([
    [{ accountId: 'x' }, 'PaymentFilter.accountId'],
    [{ counterpartyBank: 'ab' }, 'PaymentFilter.counterpartyBank'],
    [{ counterpartyBank: '' }, 'PaymentFilter.counterpartyBank'],
    [{ counterpartyBank: 'A\u0000' }, 'PaymentFilter.counterpartyBank'],
  ])('%j is refused', (filter, coordinate) => {
    expect(() => readFilter(filter)).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        details: expect.objectContaining({ coordinate }),
      }),
    );
  });

  it.each([null, undefined])('of %s has no conditions', (filter) => {
    expect(readFilter(filter)).toEqual({});
  });
});

describe('the place of a cursor', () => {
  it('is a value and an id', () => {
    expect(readAfter('a cursor', () => [5, 'id'])).toEqual({ value: 5, id: 'id' });
  });

  it.each([null, undefined])('is the start for %s', (after) => {
    expect(readAfter(after, () => [5, 'id'])).toBeUndefined();
  });

  it.each([[[]], [[5]], [[5, 6]]])('is a fault when a signed cursor holds %j', (keys) => {
    expect(() => readAfter('a cursor', () => keys)).toThrow('lacks keys');
  });
});
