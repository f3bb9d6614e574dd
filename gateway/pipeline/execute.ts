/** execute: PlannedOperation → SubgraphResult. Every fetch carries the caller in a hop token. */
import type { FetchContext } from '../fetch/subgraph-source.ts';
import type { Planner } from '../planner/planner.ts';
import type { PlannedOperation, SubgraphResult } from './types.ts';

export interface ExecuteDeps {
  readonly planner: Planner<FetchContext>;
}

/** Where nothing is left of the operation nothing is fetched. */
export async function execute(
  deps: ExecuteDeps,
  planned: PlannedOperation,
): Promise<SubgraphResult> {
  const { authorized, valid } = planned.priced.authorization;
  if (!authorized.document || !authorized.operation) return { planned, data: {}, errors: [] };
  const { principal, decisionId, deadline, signal } = valid.parsed.admission;
  const result = await deps.planner.execute(
    {
      document: authorized.document,
      operation: authorized.operation,
      text: authorized.text,
      planKey: planned.planKey,
      variables: valid.parsed.rawVariables,
    },
    {
      caller: {
        subject: principal.subject,
        role: principal.role,
        bankId: principal.bankId,
        decisionId,
        policyRevision: valid.table.revision,
      },
      deadline,
      signal,
      permitted: authorized.document,
    },
  );
  return { planned, data: result.data, errors: result.errors };
}
