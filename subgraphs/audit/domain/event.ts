/** What an entry tells of besides an operation, and the only way to read one. */
import { z } from 'zod';
import type { JsonObject } from '../../../lib/chain.ts';
import { type AuditEvent, CATEGORIES } from '../../../lib/trail/index.ts';
import { text } from './text.ts';

/** By their names in the graph. */
export const CATEGORY_OF = {
  ACCESS: 'access',
  CHANGE: 'change',
  POLICY: 'policy',
  SECURITY: 'security',
  LIFECYCLE: 'lifecycle',
  SYSTEM: 'system',
} as const satisfies Readonly<Record<string, AuditEvent['category']>>;

const DETAILS_MAX = 20;
const DETAIL_CHARACTERS_MAX = 500;

const CHANGES_MAX = 20;
/** A reason, sealed: its bytes in base64. */
const VALUE_CHARACTERS_MAX = 2_000;

const Value = text(VALUE_CHARACTERS_MAX).nullable();

export const AuditEventSchema = z.strictObject({
  category: z.enum(CATEGORIES),
  /** What happened, as POLICY_PUBLISHED. */
  kind: z.string().regex(/^[A-Z_]{1,64}$/),
  details: z
    .record(z.string().regex(/^[A-Za-z]\w{0,63}$/), text(DETAIL_CHARACTERS_MAX))
    .refine(
      (details) => Object.keys(details).length <= DETAILS_MAX,
      `more than ${DETAILS_MAX} details`,
    ),
  changes: z
    .record(
      z.string().regex(/^[A-Za-z]\w{0,63}$/),
      z.strictObject({ before: Value, after: Value, subject: z.uuid().nullable() }),
    )
    .refine((changes) => Object.keys(changes).length <= CHANGES_MAX, `more than ${CHANGES_MAX}`)
    .optional(),
}) satisfies z.ZodType<AuditEvent>;

/** As the chain covers it. What came later than the others is there only where it says something. */
export function eventJson({ category, kind, details, changes }: AuditEvent): JsonObject {
  const isChange = changes && Object.keys(changes).length > 0;
  return { category, kind, details, ...(isChange && { changes }) };
}
