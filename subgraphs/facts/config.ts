/** What the facts subgraph reads of the environment besides what every subgraph does. */
import { z } from 'zod';

/** For whoever reads or writes personal data. */
export const personalKeysVariables = {
  PERSONAL_KEYS: z
    .string()
    .optional()
    .describe(
      'what wraps the keys of personal data: file:<path>, vault:https://<host>/<mount>/<key>, or the ARN of a key in AWS KMS',
    ),
  VAULT_TOKEN_FILE: z
    .string()
    .optional()
    .describe('the path of the token for a Vault in PERSONAL_KEYS, read anew for each call'),
};

/** For whoever adds webhooks or delivers to them. */
export const webhookVariables = {
  WEBHOOK_SECRET_FILE: z
    .string()
    .optional()
    .describe(
      'the path of the key that secrets of webhooks are derived from; without it nothing is delivered',
    ),
  WEBHOOK_ADDRESSES: z
    .enum(['public', 'local'])
    .optional()
    .describe(
      'public, where webhooks are https to the internet only; local, for development, lets them lead to private networks and by http to this machine',
    ),
};

export const FactsConfigSchema = z.object({
  ...personalKeysVariables,
  EVENT_BANKS: z
    .string()
    .regex(/^[A-Z]{2}(,[A-Z]{2})*$/)
    .optional()
    .describe(
      'codes of the banks whose events are delivered from the start, separated by commas; another bank is looked after from its next payment on',
    ),
  ...webhookVariables,
});

export type FactsConfig = z.output<typeof FactsConfigSchema>;
