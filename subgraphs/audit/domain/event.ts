/** What an entry tells of besides an operation, and the only way to read one. */
import { z } from 'zod';
import { text } from './text.ts';

/** By their names in the graph. */
export const CATEGORY_OF = {
  ACCESS: 'access',
  CHANGE: 'change',
  POLICY: 'policy',
  SECURITY: 'security',
  LIFECYCLE: 'lifecycle',
  SYSTEM: 'system',
} as const;

const DETAILS_MAX = 20;
const DETAIL_CHARACTERS_MAX = 500;

export const AuditEventSchema = z.strictObject({
  category: z.enum(CATEGORY_OF),
  /** What happened, as POLICY_PUBLISHED. */
  kind: z.string().regex(/^[A-Z_]{1,64}$/),
  details: z
    .record(z.string().regex(/^[A-Za-z]\w{0,63}$/), text(DETAIL_CHARACTERS_MAX))
    .refine(
      (details) => Object.keys(details).length <= DETAILS_MAX,
      `more than ${DETAILS_MAX} details`,
    ),
});

export type AuditEvent = Readonly<z.output<typeof AuditEventSchema>>;
