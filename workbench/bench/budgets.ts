/** policies/budgets.json: how long the policy may take. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { WorkbenchError } from '../workbench-error.ts';
import type { RuleCost } from './rule-costs.ts';
import type { EntrypointTiming } from './time-entrypoints.ts';

const budgetsSchema = z.strictObject({
  /** Milliseconds at the 99th percentile, by entrypoint. */
  entrypoints: z.record(z.string(), z.number().positive()).default({}),
  /** Share of the time to decide everything, between 0 and 1, by rule. */
  rules: z.record(z.string(), z.number().positive().max(1)).default({}),
});

export type Budgets = Readonly<z.output<typeof budgetsSchema>>;

export interface Excess {
  readonly what: string;
  readonly budget: number;
  readonly actual: number;
  readonly unit: 'ms' | 'share';
}

/** @throws {WorkbenchError} on a file that is not what it should be; without one nothing is exceeded. */
export function readBudgets(file: string): Budgets {
  if (!existsSync(file)) return { entrypoints: {}, rules: {} };
  try {
    return budgetsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const problems =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
        : [String(error)];
    throw new WorkbenchError(`${file} is not what it should be`, problems);
  }
}

/** What takes longer than it may; a budget of what was not measured exceeds nothing. */
export function excesses(
  budgets: Budgets,
  timings: readonly EntrypointTiming[],
  costs: readonly RuleCost[],
): readonly Excess[] {
  return [
    ...timings.flatMap(({ entrypoint, p99Ms }): readonly Excess[] => {
      const budget = budgets.entrypoints[entrypoint];
      if (budget === undefined || p99Ms <= budget) return [];
      return [{ what: entrypoint, budget, actual: p99Ms, unit: 'ms' }];
    }),
    ...costs.flatMap(({ rule, share }): readonly Excess[] => {
      const budget = budgets.rules[rule];
      if (budget === undefined || share <= budget) return [];
      return [{ what: rule, budget, actual: share, unit: 'share' }];
    }),
  ];
}
