/** The table of keys as queries see it; its constraints and policies live in migrations/ only. */
import { integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from '../db/bytea.ts';

/** Wrapped data keys by subject; an erased one has a row without a key. */
export const subjectKeys = pgSchema('facts').table('subject_keys', {
  bankId: uuid('bank_id').notNull(),
  subjectId: uuid('subject_id').notNull(),
  generation: integer('generation').notNull(),
  keyId: text('wrapped_by'),
  wrapped: bytea('wrapped'),
  erasedAt: timestamp('erased_at', { withTimezone: true }),
});
