/** Columns of the metrics schema; migrations/0003_create_metrics.sql is the truth. */
import { bigint, date, integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core';

const metricsSchema = pgSchema('metrics');

export const rollups = metricsSchema.table('rollups', {
  bankId: uuid('bank_id').notNull(),
  accountId: uuid('account_id').notNull(),
  metric: text('metric', { enum: ['PAYMENT_AMOUNT', 'CREDIT_AMOUNT', 'DEBIT_AMOUNT'] }).notNull(),
  grain: text('grain', { enum: ['MONTH', 'QUARTER', 'YEAR'] }).notNull(),
  periodStart: date('period_start').notNull(),
  channel: text('channel', {
    enum: [
      'ALL',
      'CASH_DEPOSIT',
      'CASH_WITHDRAWAL',
      'CARD_WITHDRAWAL',
      'TRANSFER_OUT',
      'TRANSFER_IN',
      'INTERNAL',
    ],
  }).notNull(),
  currency: text('currency').notNull(),
  count: integer('count').notNull(),
  sum: bigint('sum', { mode: 'number' }).notNull(),
  mean: bigint('mean', { mode: 'number' }).notNull(),
  p50: bigint('p50', { mode: 'number' }).notNull(),
  p95: bigint('p95', { mode: 'number' }).notNull(),
  p99: bigint('p99', { mode: 'number' }).notNull(),
  min: bigint('min', { mode: 'number' }).notNull(),
  max: bigint('max', { mode: 'number' }).notNull(),
  stddev: bigint('stddev', { mode: 'number' }).notNull(),
});

export const staleMonths = metricsSchema.table('stale_months', {
  bankId: uuid('bank_id').notNull(),
  accountId: uuid('account_id').notNull(),
  month: date('month').notNull(),
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
});

export type RollupRow = typeof rollups.$inferSelect;
