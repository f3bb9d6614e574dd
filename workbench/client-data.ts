/** policies/clients/data.json: the clients there are, and who may ask any document. */
import { z } from 'zod';
import { isClientId } from '../lib/ids.ts';

const names = z.array(z.string().min(1)).min(1);
const mode = z.enum(['any', 'registered']);

const ruleSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_-]*$/, 'takes small letters, digits, - and _'),
  description: z.string().min(1),
  /** All that are given must hold; a rule with none fits everyone. */
  clients: names.optional(),
  roles: names.optional(),
  banks: z.array(z.uuid()).min(1).optional(),
  mode,
});

export const clientsSchema = z.strictObject({
  clients: z.record(
    z.string().refine(isClientId, 'is no client a token may name'),
    z.strictObject({
      description: z.string().min(1),
      /** The roles its users have: its operations must be theirs whole. */
      roles: names,
    }),
  ),
  documents: z.strictObject({ default: mode, rules: z.array(ruleSchema) }),
});

export type Clients = z.infer<typeof clientsSchema>;
