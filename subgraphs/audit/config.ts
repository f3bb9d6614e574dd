/** What the audit subgraph reads besides the configuration of every subgraph. */
import { z } from 'zod';
import { isKeyName } from './checkpoint/note-key.ts';

const SECONDS_DEFAULT = 10;

export const AuditConfigSchema = z.object({
  AUDIT_BANKS: z
    .string()
    .regex(/^[A-Z]{2}(,[A-Z]{2})*$/)
    .optional()
    .describe(
      'codes of the banks whose trails are looked after from the start, separated by commas, so that what a process that died left unsigned is signed; another bank from its next operation on',
    ),
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
  AUDIT_CHECKPOINT_S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("of s3://: the URL of a compatible store; unset: Amazon's"),
  AWS_REGION: z.string().default('us-east-1').describe('of s3://: the region of the bucket'),
  AWS_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe(
      "of s3://: who writes, with AWS_SECRET_ACCESS_KEY; unset: found as Amazon's programs find it, the machine's role included",
    ),
  AWS_SECRET_ACCESS_KEY: z
    .string()
    .optional()
    .describe('of s3://: the key of AWS_ACCESS_KEY_ID')
    .meta({ secret: true }),
  AWS_SESSION_TOKEN: z
    .string()
    .optional()
    .describe('of s3://: the token of credentials that end')
    .meta({ secret: true }),
});

export type AuditConfig = z.output<typeof AuditConfigSchema>;
