/** What the policy says of one schema coordinate, and the only way to make one from its answer. */
import { z } from 'zod';

/** Kinds of obligation, each with what `applyObligation` does for it. */
const obligationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('year') }),
  z.strictObject({ kind: z.literal('last4') }),
  z.strictObject({ kind: z.literal('hash') }),
  z.strictObject({ kind: z.literal('null') }),
  z.strictObject({ kind: z.literal('round'), to: z.int().positive() }),
  z.strictObject({ kind: z.literal('bucket'), size: z.int().positive() }),
]);

/** What must be done with a value before it may leave. An unknown one means deny. */
export type Obligation = Readonly<z.infer<typeof obligationSchema>>;

/** Client-safe reasons, the same in the policy, in errors and in the decision log. */
export const REASON_CODES = [
  'ALLOWED',
  'MASKED',
  'MISSING_PERMISSION',
  'NOT_MENTIONED',
  'UNKNOWN_ROLE',
  'CONDITION_NOT_MET',
  'POLICY_FAILED',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

/** What a decision depends on besides the role: what an operation says, an elevation, or both. */
export type DependsOn = 'condition' | 'elevation' | 'both';

interface Grounds {
  readonly reason: ReasonCode;
  /** Path of the rule that made it, for administrators only. */
  readonly rule: string;
  /** In a table: with a condition it is not final, see `Policy.decideConditional`. */
  readonly dependsOn?: DependsOn;
}

/** What the policy says of a coordinate. */
export type Decision =
  | (Grounds & { readonly effect: 'allow' | 'deny' | 'hide' })
  | (Grounds & { readonly effect: 'mask'; readonly obligation: Obligation });

export type Effect = Decision['effect'];

const groundsSchema = {
  reason: z.enum(REASON_CODES),
  rule: z.string().min(1),
  depends_on: z.enum(['condition', 'elevation', 'both']).nullish(),
};

const decisionSchema = z.discriminatedUnion('effect', [
  z.object({ effect: z.enum(['allow', 'deny', 'hide']), ...groundsSchema, obligation: z.null() }),
  z.object({ effect: z.literal('mask'), ...groundsSchema, obligation: obligationSchema }),
]);

/** The decision of a coordinate that no rule mentions, or that the schema does not have. */
export const NOT_MENTIONED: Decision = Object.freeze({
  effect: 'hide',
  reason: 'NOT_MENTIONED',
  rule: 'payscope.authz.not_mentioned',
});

/** The decision of every coordinate while the policy gives no usable answer. */
export const POLICY_FAILED: Decision = Object.freeze({
  effect: 'deny',
  reason: 'POLICY_FAILED',
  rule: 'gateway.policy_failed',
});

/** Reads an obligation from data, as in policies/masks/data.json; undefined when it is none. */
export function parseObligation(value: unknown): Obligation | undefined {
  return obligationSchema.safeParse(value).data;
}

/** Reads one decision of the policy's answer; undefined when it is none that can be enforced. */
export function parseDecision(value: unknown): Decision | undefined {
  const parsed = decisionSchema.safeParse(value).data;
  if (parsed === undefined) return undefined;
  const { reason, rule, depends_on: dependsOn } = parsed;
  const grounds = { reason, rule, ...(dependsOn ? { dependsOn } : {}) };
  if (parsed.effect !== 'mask') return Object.freeze({ effect: parsed.effect, ...grounds });
  const obligation = Object.freeze(parsed.obligation);
  return Object.freeze({ effect: parsed.effect, ...grounds, obligation });
}
