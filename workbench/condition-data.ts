/** policies/conditions/data.json: what decisions depend on besides the role. */
import { z } from 'zod';

const common = {
  description: z.string().min(1),
  /** Who holds it is not bound by the condition. */
  unless: z.string().optional(),
};
const onArgument = { ...common, argument: z.string().regex(/^\w+(\.\w+)*$/) };
const bound = z.union([z.number(), z.string()]);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'takes HH:MM');
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'takes YYYY-MM-DDTHH:MM:SS.sssZ');

const conditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('at_most'), ...onArgument, limit: z.number() }),
  z.strictObject({
    kind: z.literal('one_of'),
    ...onArgument,
    values: z.array(z.union([bound, z.boolean()])).min(1),
  }),
  z.strictObject({ kind: z.literal('elevatable'), ...onArgument }),
  z.strictObject({ kind: z.literal('within'), ...onArgument, from: bound, to: bound }),
  z.strictObject({ kind: z.literal('hours'), ...common, from: timeOfDay, to: timeOfDay }),
  z.strictObject({ kind: z.literal('period'), ...common, from: instant, to: instant }),
]);

/** Permissions that may be given for a time, and the conditions of coordinates. */
export const conditionsSchema = z.strictObject({
  elevation: z.array(z.string()),
  rules: z.record(z.string(), z.array(conditionSchema).min(1)),
});

export type Condition = z.infer<typeof conditionSchema>;
export type Conditions = z.infer<typeof conditionsSchema>;
