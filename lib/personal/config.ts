/** What whoever reads or writes personal data reads of the environment. */
import { z } from 'zod';

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
