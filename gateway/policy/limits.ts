/** How large and how costly an operation of a class of principal may be; the policy says it. */
import { z } from 'zod';

const limit = z.int().nonnegative();

const limitsSchema = z.strictObject({
  /** Tokens of the document, comments included. */
  tokens: limit,
  /** Fields inside one another, through fragments. */
  depth: limit,
  /** Aliased fields, fragments expanded. */
  aliases: limit,
  /** Fields at the root, fragments expanded. */
  root_fields: limit,
  /** Directives, fragments expanded. */
  directives: limit,
  /** Fields selected, fragments expanded. */
  fields: limit,
  /** Lists of the schema inside one another, as `types { fields { args` are three. */
  introspection_depth: limit,
  /** Cost of one operation. */
  cost: limit,
  /** Cost a subject may spend at once, and what of it is restored in a second. */
  cost_budget: limit,
  cost_restore_rate: limit,
});

export type Limits = Readonly<z.infer<typeof limitsSchema>>;

/** In force while the policy gives no usable limits: nothing fits. */
export const STRICTEST: Limits = Object.freeze({
  tokens: 0,
  depth: 0,
  aliases: 0,
  root_fields: 0,
  directives: 0,
  fields: 0,
  introspection_depth: 0,
  cost: 0,
  cost_budget: 0,
  cost_restore_rate: 0,
});

/** For `POLICY=off`: what keeps the gateway alive, and no budget. */
export const UNPRICED: Limits = Object.freeze({
  tokens: 15_000,
  depth: 30,
  aliases: 500,
  root_fields: 100,
  directives: 500,
  fields: 2_000,
  introspection_depth: 3,
  cost: Number.MAX_SAFE_INTEGER,
  cost_budget: Number.MAX_SAFE_INTEGER,
  cost_restore_rate: Number.MAX_SAFE_INTEGER,
});

/** Reads the answer of the limits entrypoint; undefined when a limit is missing or no number. */
export function parseLimits(results: unknown): Limits | undefined {
  const parsed = z.tuple([z.object({ result: limitsSchema })]).safeParse(results);
  return parsed.success ? Object.freeze(parsed.data[0].result) : undefined;
}
