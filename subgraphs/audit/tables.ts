/** Columns of the audit schema; migrations/0005_create_audit.sql is the truth. */
import { bigint, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const auditSchema = pgSchema('audit');

export const entries = auditSchema.table('entries', {
  bankId: uuid('bank_id').notNull(),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
  decisionId: uuid('decision_id').notNull(),
  subject: text('subject').notNull(),
  role: text('role').notNull(),
  operationName: text('operation_name'),
  operationHash: text('operation_hash').notNull(),
  policyRevision: text('policy_revision').notNull(),
  outcome: text('outcome', { enum: ['ALLOWED', 'PARTIAL', 'REFUSED', 'FAILED'] }).notNull(),
  deniedCoordinates: text('denied_coordinates').array().notNull(),
  entityIds: uuid('entity_ids').array().notNull(),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
});

export const entryEntities = auditSchema.table('entry_entities', {
  bankId: uuid('bank_id').notNull(),
  entityId: uuid('entity_id').notNull(),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
});
