/** A page of payments by keyset: the row comparison walks the index of the order, whatever the page. */
import { and, asc, desc, eq, gte, lte, type SQL, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { OrderKey, PaymentSelection } from '../domain/payment-order.ts';
import type { PaymentModel } from '../models.ts';
import { payments } from '../tables.ts';

export function listPayments(
  tx: TenantTransaction,
  bankId: BankId,
  selection: PaymentSelection,
): Promise<readonly PaymentModel[]> {
  const { column, direction } = selection.order;
  const ordered = column === 'valueDate' ? payments.valueDate : payments.minorUnits;
  const by = direction === 'asc' ? asc : desc;
  return tx
    .select()
    .from(payments)
    .where(and(eq(payments.bankId, bankId), ...conditionsOf(selection.filter), behind(selection)))
    .orderBy(by(ordered), by(payments.id))
    .limit(selection.limit);
}

function conditionsOf(filter: PaymentSelection['filter']): (SQL | undefined)[] {
  return [
    equals(filter.accountId, (value) => eq(payments.accountId, value)),
    equals(filter.direction, (value) => eq(payments.direction, value)),
    equals(filter.channel, (value) => eq(payments.channel, value)),
    equals(filter.purpose, (value) => eq(payments.purpose, value)),
    equals(filter.counterpartyBank, (value) => eq(payments.counterpartyBank, value)),
    equals(filter.valueDateFrom, (value) => gte(payments.valueDate, value)),
    equals(filter.valueDateTo, (value) => lte(payments.valueDate, value)),
    equals(filter.minAmount, (value) => gte(payments.minorUnits, value)),
    equals(filter.maxAmount, (value) => lte(payments.minorUnits, value)),
  ];
}

function equals<T>(value: T | null | undefined, condition: (value: T) => SQL): SQL | undefined {
  return value === null || value === undefined ? undefined : condition(value);
}

function behind({ order, after }: PaymentSelection): SQL | undefined {
  if (after === undefined) return undefined;
  const key = keyOf(after);
  const [column, type] =
    order.column === 'valueDate'
      ? [payments.valueDate, sql.raw('date')]
      : [payments.minorUnits, sql.raw('bigint')];
  const operator = sql.raw(order.direction === 'asc' ? '>' : '<');
  return sql`(${column}, ${payments.id}) ${operator} (${key}::${type}, ${after.id}::uuid)`;
}

function keyOf(after: OrderKey): string {
  return String(after.value);
}
