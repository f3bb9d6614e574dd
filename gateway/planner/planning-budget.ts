/** How much planning one operation may cost; planning blocks the process. */

/**
 * Fields that several subgraphs resolve multiply the plans there are (CVE-2024-43414). The
 * planner's own default of 10,000 plans takes seconds; the best of 100 is as good in practice,
 * since the planner weighs the likely ones first.
 */
export const PLANNING_BUDGET = {
  maxEvaluatedPlans: 100,
  /** Ways to reach one field; an operation with more of them is not planned at all. */
  pathsLimit: 100,
} as const;
