/** What the graph subgraph reads of the environment besides what every subgraph does. */
import { z } from 'zod';
import { personalKeysVariables } from '../../lib/personal/config.ts';

/** Accounts are found, and called, by numbers that are kept sealed. */
export const GraphConfigSchema = z.object(personalKeysVariables);
