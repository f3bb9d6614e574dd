/** What the audit subgraph reads besides the configuration of every subgraph. */
import { z } from 'zod';
import { isKeyName } from './checkpoint/note-key.ts';

const SECONDS_DEFAULT = 10;

export const AuditConfigSchema = z.object({
  AUDIT_CHECKPOINTS: z
    .string()
    .regex(/^(file:.+|https?:\/\/[^/]+.*|s3:\/\/[^/]+.*)$/)
    .optional()
    .describe(
      'where signed checkpoints of the trail are kept, out of reach of whoever owns the database: file:FOLDER, http(s)://…, or s3://BUCKET/PREFIX; unset: nowhere',
    ),
  AUDIT_CHECKPOINT_KEY_FILE: z
    .string()
    .optional()
    .describe('the path of the private JWK (Ed25519) that signs them'),
  AUDIT_CHECKPOINT_ORIGIN: z
    .string()
    .refine((name) => isKeyName(name) && !name.endsWith('/'))
    .default('payscope.example/audit')
    .describe(
      "what the logs' names begin with, the bank's id follows: neither spaces nor plus; it never changes",
    ),
  AUDIT_CHECKPOINT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3600)
    .default(SECONDS_DEFAULT)
    .describe('how often trails that grew are signed, 1 to 3600 s'),
  AUDIT_CHECKPOINT_TOKEN_FILE: z
    .string()
    .optional()
    .describe('of http(s)://: the path of a bearer token to send'),
});

export type AuditConfig = z.output<typeof AuditConfigSchema>;
