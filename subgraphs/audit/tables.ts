/** Columns of the audit schema; migrations/0005 and later are the truth. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  customType,
  integer,
  jsonb,
  pgSchema,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { AuditEvent } from '../../lib/trail/index.ts';

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
  event: jsonb('event').$type<AuditEvent>(),
  elevationIds: uuid('elevation_ids').array().notNull().default(sql`'{}'`),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
});

/** Committed, and not in the chain yet. */
export const changes = auditSchema.table('changes', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  batch: bigint('batch', { mode: 'bigint' })
    .notNull()
    .default(sql`pg_current_xact_id()::text::bigint`),
  place: integer('place').notNull(),
  subject: text('subject').notNull(),
  role: text('role').notNull(),
  operationName: text('operation_name').notNull(),
  policyRevision: text('policy_revision').notNull(),
  entityIds: uuid('entity_ids').array().notNull(),
  event: jsonb('event').$type<AuditEvent>().notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
});

export const entryEntities = auditSchema.table('entry_entities', {
  bankId: uuid('bank_id').notNull(),
  entityId: uuid('entity_id').notNull(),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
});

export const elevations = auditSchema.table('elevations', {
  bankId: uuid('bank_id').notNull(),
  id: uuid('id').notNull(),
  subject: text('subject').notNull(),
  role: text('role').notNull(),
  permission: text('permission').notNull(),
  reason: text('reason').notNull(),
  minutes: integer('minutes').notNull(),
  requestedAt: timestamp('requested_at', { withTimezone: true, mode: 'date' }).notNull(),
  approvedBy: text('approved_by'),
  approvedAt: timestamp('approved_at', { withTimezone: true, mode: 'date' }),
  endsAt: timestamp('ends_at', { withTimezone: true, mode: 'date' }),
  revokedBy: text('revoked_by'),
  revokedAt: timestamp('revoked_at', { withTimezone: true, mode: 'date' }),
});

/** One row a bank: the right edge of its Merkle tree. */
export const trees = auditSchema.table('trees', {
  bankId: uuid('bank_id').notNull(),
  size: bigint('size', { mode: 'number' }).notNull(),
  edge: jsonb('edge').$type<readonly (readonly string[])[]>().notNull(),
});

const bytes = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value),
});

export const treeTiles = auditSchema.table('tree_tiles', {
  bankId: uuid('bank_id').notNull(),
  level: smallint('level').notNull(),
  position: bigint('position', { mode: 'number' }).notNull(),
  hashes: bytes('hashes').notNull(),
});
