/** The columns of schema facts as queries see them; keys, checks and policies live in migrations/ only. */

import { sql } from 'drizzle-orm';
import { bigint, date, integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from '../../lib/db/bytea.ts';

export { subjectKeys } from '../../lib/personal/tables.ts';

const schema = pgSchema('facts');

const minorUnits = (name: string) => bigint(name, { mode: 'number' });

export const banks = schema.table('banks', {
  bankId: uuid('bank_id').notNull(),
  code: text('code').notNull(),
});

export const accounts = schema.table('accounts', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  number: text('number').notNull(),
  openedOn: date('opened_on'),
  statementFrequency: text('statement_frequency', {
    enum: ['MONTHLY', 'WEEKLY', 'AFTER_TRANSACTION'],
  }),
  /** Null in rows from before accounts were tagged. */
  numberTag: uuid('number_tag'),
});

export const accountHolders = schema.table('account_holders', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  accountId: uuid('account_id').notNull(),
  role: text('role', { enum: ['OWNER', 'DISPONENT'] }).notNull(),
  /** In the clear only in rows from before they were sealed. */
  birthDate: date('birth_date'),
  gender: text('gender', { enum: ['FEMALE', 'MALE'] }),
  district: text('district'),
  rowVersion: integer('row_version').notNull().default(1),
  birthDateSealed: bytea('birth_date_sealed'),
  genderSealed: bytea('gender_sealed'),
  districtSealed: bytea('district_sealed'),
  /** Nothing is left of the fields then. */
  erasedAt: timestamp('erased_at', { withTimezone: true }),
});

/** Persons to be erased, and what became of it. */
export const erasureRequests = schema.table('erasure_requests', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  subjectKind: text('subject_kind', { enum: ['ACCOUNT_HOLDER', 'COUNTERPARTY'] }).notNull(),
  subjectId: uuid('subject_id').notNull(),
  reason: text('reason').notNull(),
  requestedBy: text('requested_by').notNull(),
  requestedAt: timestamp('requested_at', { withTimezone: true }).notNull(),
  state: text('state', { enum: ['REQUESTED', 'ERASED', 'REJECTED'] }).notNull(),
  decidedBy: text('decided_by'),
  decidedAt: timestamp('decided_at', { withTimezone: true }),
});

const PURPOSES = [
  'PENSION',
  'INSURANCE',
  'SANCTION_INTEREST',
  'HOUSEHOLD',
  'STATEMENT_FEE',
  'INTEREST',
  'LOAN',
  'LEASING',
] as const;

const sealedCounterparty = () => ({
  rowVersion: integer('row_version').notNull().default(1),
  counterpartyAccountSealed: bytea('counterparty_account_sealed'),
  counterpartyAccountTag: uuid('counterparty_account_tag'),
});

export const payments = schema.table('payments', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  accountId: uuid('account_id').notNull(),
  reference: text('reference').notNull(),
  minorUnits: minorUnits('minor_units').notNull(),
  currency: text('currency').notNull(),
  direction: text('direction', { enum: ['CREDIT', 'DEBIT'] }).notNull(),
  channel: text('channel', {
    enum: [
      'CASH_DEPOSIT',
      'CASH_WITHDRAWAL',
      'CARD_WITHDRAWAL',
      'TRANSFER_OUT',
      'TRANSFER_IN',
      'INTERNAL',
    ],
  }).notNull(),
  purpose: text('purpose', { enum: PURPOSES }),
  valueDate: date('value_date').notNull(),
  counterpartyBank: text('counterparty_bank'),
  /** In the clear only in rows from before it was sealed. */
  counterpartyAccount: text('counterparty_account'),
  balanceAfterMinorUnits: minorUnits('balance_after_minor_units'),
  ...sealedCounterparty(),
});

export const standingOrders = schema.table('standing_orders', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  accountId: uuid('account_id').notNull(),
  minorUnits: minorUnits('minor_units').notNull(),
  currency: text('currency').notNull(),
  counterpartyBank: text('counterparty_bank').notNull(),
  counterpartyAccount: text('counterparty_account'),
  purpose: text('purpose', { enum: PURPOSES }),
  ...sealedCounterparty(),
});

export const loans = schema.table('loans', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  accountId: uuid('account_id').notNull(),
  minorUnits: minorUnits('minor_units').notNull(),
  currency: text('currency').notNull(),
  grantedOn: date('granted_on').notNull(),
  durationMonths: integer('duration_months').notNull(),
  monthlyMinorUnits: minorUnits('monthly_minor_units').notNull(),
  status: text('status', { enum: ['FINISHED', 'DEFAULTED', 'RUNNING', 'IN_DEBT'] }).notNull(),
});

export const quarantine = schema.table('quarantine', {
  bankId: uuid('bank_id').notNull(),
  source: text('source').notNull(),
  line: integer('line').notNull(),
  record: bigint('record', { mode: 'number' }).notNull().default(0),
  reason: text('reason').notNull(),
  /** In the clear only in rows from before it was sealed. */
  content: text('content'),
  contentSealed: bytea('content_sealed'),
});

export const idempotencyKeys = schema.table('idempotency_keys', {
  bankId: uuid('bank_id').notNull(),
  key: text('key').notNull(),
  inputHash: text('input_hash').notNull(),
  recordedCount: integer('recorded_count').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const loads = schema.table('loads', {
  bankId: uuid('bank_id').notNull(),
  source: text('source').notNull(),
  checksum: text('checksum').notNull(),
  completedAt: timestamp('completed_at', { withTimezone: true }).notNull().defaultNow(),
});

const EVENT_TYPES = ['payment.recorded'] as const;

export const outbox = schema.table('outbox', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  batch: bigint('batch', { mode: 'bigint' })
    .notNull()
    .default(sql`pg_current_xact_id()::text::bigint`),
  place: integer('place').notNull(),
  type: text('type', { enum: EVENT_TYPES }).notNull(),
  accountId: uuid('account_id').notNull(),
  paymentId: uuid('payment_id').notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().defaultNow(),
});

export const webhooks = schema.table('webhooks', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  url: text('url').notNull(),
  generation: integer('generation').notNull().default(1),
  rotatedAt: timestamp('rotated_at', { withTimezone: true }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  leaseId: uuid('lease_id'),
  leasedUntil: timestamp('leased_until', { withTimezone: true }),
});

export const deliveries = schema.table('deliveries', {
  bankId: uuid('bank_id').notNull(),
  webhookId: uuid('webhook_id').notNull(),
  eventId: uuid('event_id').notNull(),
  accountId: uuid('account_id').notNull(),
  batch: bigint('batch', { mode: 'bigint' }).notNull(),
  place: integer('place').notNull(),
  attempts: integer('attempts').notNull().default(0),
  firstDueAt: timestamp('first_due_at', { withTimezone: true }).notNull().defaultNow(),
  dueAt: timestamp('due_at', { withTimezone: true }).notNull().defaultNow(),
});

export const deadLetters = schema.table('dead_letters', {
  bankId: uuid('bank_id').notNull(),
  webhookId: uuid('webhook_id').notNull(),
  eventId: uuid('event_id').notNull(),
  attempts: integer('attempts').notNull(),
  reason: text('reason').notNull(),
  diedAt: timestamp('died_at', { withTimezone: true }).notNull().defaultNow(),
});

export const ingestedFiles = schema.table('ingested_files', {
  bankId: uuid('bank_id').notNull(),
  checksum: text('checksum').notNull(),
  source: text('source').notNull(),
  format: text('format', { enum: ['berka', 'csv', 'iso20022'] }).notNull(),
  records: bigint('records', { mode: 'number' }).notNull().default(0),
  recorded: bigint('recorded', { mode: 'number' }).notNull().default(0),
  begunAt: timestamp('begun_at', { withTimezone: true }).notNull().defaultNow(),
  completedAt: timestamp('completed_at', { withTimezone: true }),
});
