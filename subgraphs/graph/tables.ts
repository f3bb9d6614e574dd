/** Columns of the graph schema; migrations/ are the truth. */
import { bigint, date, integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core';

const graphSchema = pgSchema('graph');

export const nodes = graphSchema.table('nodes', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  bankCode: text('bank_code').notNull(),
  accountId: uuid('account_id'),
});

export const edges = graphSchema.table('edges', {
  bankId: uuid('bank_id').notNull(),
  fromId: uuid('from_id').notNull(),
  toId: uuid('to_id').notNull(),
  volume: bigint('volume', { mode: 'number' }).notNull(),
  paymentCount: integer('payment_count').notNull(),
  currency: text('currency').notNull(),
  firstSeen: date('first_seen').notNull(),
  lastSeen: date('last_seen').notNull(),
});
