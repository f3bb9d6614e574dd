/** The orders payments come in, and the cursors that belong to each. */

import type { CursorKey } from '../../../lib/cursor.ts';
import { Refusal } from '../../../lib/errors/index.ts';
import { isUuid } from '../../../lib/ids.ts';
import type { PaymentModel } from '../models.ts';
import type { PaymentFilter, PaymentOrder } from '../resolvers.generated.ts';

export interface Ordering {
  readonly column: 'valueDate' | 'minorUnits';
  readonly direction: 'asc' | 'desc';
}

/** Where a payment stands in an order; the id breaks ties, so that no two stand at one place. */
export interface OrderKey {
  readonly value: string | number;
  readonly id: string;
}

export interface PaymentSelection {
  readonly filter: PaymentFilter;
  readonly order: Ordering;
  readonly after: OrderKey | undefined;
  readonly limit: number;
}

const ORDERINGS: Readonly<Record<PaymentOrder, Ordering>> = {
  VALUE_DATE_DESC: { column: 'valueDate', direction: 'desc' },
  VALUE_DATE_ASC: { column: 'valueDate', direction: 'asc' },
  AMOUNT_DESC: { column: 'minorUnits', direction: 'desc' },
  AMOUNT_ASC: { column: 'minorUnits', direction: 'asc' },
};

export const ORDER_DEFAULT: PaymentOrder = 'VALUE_DATE_DESC';

export function orderingOf(order: PaymentOrder): Ordering {
  return ORDERINGS[order];
}

export function orderKeyOf(payment: PaymentModel, { column }: Ordering): OrderKey {
  return { value: payment[column], id: payment.id };
}

/**
 * Where the cursor a client gave stands; undefined for the start. An empty text is a wrong cursor,
 * not the start: a client that lost its place must not silently begin again.
 */
export function readAfter(
  after: string | null | undefined,
  decode: (cursor: string) => readonly CursorKey[],
): OrderKey | undefined {
  return typeof after === 'string' ? toOrderKey(decode(after)) : undefined;
}

/** The cursor's signature already says that encode made them. */
function toOrderKey(keys: readonly CursorKey[]): OrderKey {
  const [value, id] = keys;
  if (value === undefined || typeof id !== 'string') throw new Error('a signed cursor lacks keys');
  return { value, id };
}

const BANK_CODE = /^[A-Z]{2}$/;

/** @throws {Refusal} BAD_USER_INPUT for values no payment can have. */
export function readFilter(filter: PaymentFilter | null | undefined): PaymentFilter {
  const { accountId, counterpartyBank } = filter ?? {};
  if (typeof accountId === 'string' && !isUuid(accountId)) {
    throw refuse('accountId', 'accountId takes the id of an account.');
  }
  if (typeof counterpartyBank === 'string' && !BANK_CODE.test(counterpartyBank)) {
    throw refuse('counterpartyBank', 'counterpartyBank takes a two-letter code, as AB.');
  }
  return filter ?? {};
}

/** Names a list in its cursors, so that one of another order or filter does not decode. */
export function listName(filter: PaymentFilter, order: PaymentOrder): string {
  const conditions = Object.entries(filter)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(['Query.payments', order, conditions]);
}

function refuse(field: string, message: string): Refusal {
  return new Refusal('BAD_USER_INPUT', message, { coordinate: `PaymentFilter.${field}` });
}
