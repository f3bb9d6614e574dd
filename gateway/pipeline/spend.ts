/** spend and settle: the price is taken from the subject's budget before anything runs, and what
 * was not used is put back when the answer is there. */
import type { GraphQLSchema } from 'graphql';
import { Refusal } from '../../lib/errors/index.ts';
import type { Budget, CostBuckets } from '../limits/cost-bucket.ts';
import { actualCost } from '../operation/actual-cost.ts';
import type { CostModel } from '../operation/cost-model.ts';
import type { CostReport, MaskedResult, PaidOperation, PricedOperation } from './types.ts';

export interface SpendDeps {
  readonly apiSchema: GraphQLSchema;
  readonly costs: CostModel;
  readonly buckets: CostBuckets;
}

/** @throws {Refusal} COST_BUDGET_EXHAUSTED with Retry-After, in whole seconds (RFC 9110 §10.2.3) */
export async function spend(deps: SpendDeps, priced: PricedOperation): Promise<PaidOperation> {
  const budget = budgetOf(priced);
  const state = await deps.buckets.take(keyOf(priced), budget, priced.cost);
  if (!state.isTaken) {
    const seconds = Math.min(86_400, Math.max(1, Math.ceil(state.retryAfterMs / 1_000)));
    const report = reportOf(priced.cost, null, budget, state.available);
    throw new Refusal(
      'COST_BUDGET_EXHAUSTED',
      `The operation may cost ${priced.cost}; ${Math.floor(state.available)} is left.`,
      {
        hint: `Wait ${seconds} s, or ask for less.`,
        limit: { name: 'cost_budget', max: Math.floor(state.available), actual: priced.cost },
        headers: { 'retry-after': String(seconds) },
        extensions: { cost: report },
      },
    );
  }
  return { priced, available: state.available };
}

export async function settle(
  deps: SpendDeps,
  { priced }: PaidOperation,
  result: MaskedResult,
): Promise<CostReport> {
  const { parsed, variables } = result.valid;
  const { operation, fragments } = parsed;
  const scope = { schema: deps.apiSchema, fragments, variables, model: deps.costs };
  const actual = actualCost(scope, operation, result.data);
  const budget = budgetOf(priced);
  const unused = Math.max(0, priced.cost - actual);
  const available = await deps.buckets.giveBack(keyOf(priced), budget, unused);
  return reportOf(priced.cost, actual, budget, available);
}

function reportOf(
  requested: number,
  actual: number | null,
  budget: Budget,
  available: number,
): CostReport {
  return {
    requestedQueryCost: requested,
    actualQueryCost: actual,
    throttleStatus: {
      maximumAvailable: budget.maximum,
      currentlyAvailable: Math.floor(available),
      restoreRate: budget.restorePerSecond,
    },
  };
}

function budgetOf({ authorization }: PricedOperation): Budget {
  const { cost_budget: maximum, cost_restore_rate } = authorization.valid.table.limits;
  return { maximum, restorePerSecond: cost_restore_rate };
}

/** Every token of a subject spends from one bucket. */
function keyOf({ authorization }: PricedOperation): string {
  const { bankId, subject } = authorization.valid.parsed.admission.principal;
  return JSON.stringify([bankId, subject]);
}
