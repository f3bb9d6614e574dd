/** What the facts subgraph reads of the environment besides what every subgraph does. */
import { z } from 'zod';
import { personalKeysVariables } from '../../lib/personal/config.ts';

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
