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

export const FactsConfigSchema = z.object(personalKeysVariables);

export type FactsConfig = z.output<typeof FactsConfigSchema>;
