/** preflight: what would become of an operation, stage by stage as `answer`, with nothing executed. */
import { type GraphQLOutputType, getNamedType, isAbstractType } from 'graphql';
import { takenDown } from '../operation/taken-down.ts';
import { walkFields } from '../operation/walk-fields.ts';
import { outlinePlan, type PlanOutline, subgraphsOf } from '../planner/outline-plan.ts';
import type { PreviewPlan } from '../planner/preview-plan.ts';
import type { Decision, Effect, Obligation, ReasonCode } from '../policy/index.ts';
import { auditPreflight, preflightName } from './audit.ts';
import { authorize } from './authorize.ts';
import { decideField, isWithheldBy } from './decide-field.ts';
import { elevate } from './elevate.ts';
import { type AnswerDeps, holdingPolicy, refuse } from './index.ts';
import { mayReadPolicy } from './may-read-policy.ts';
import { parse } from './parse.ts';
import { price } from './price.ts';
import { respondPreflight } from './respond.ts';
import { ADMITTED, tellDecided } from './tell-decided.ts';
import type {
  Admission,
  Answer,
  AuthorizedOperation,
  OperationRequest,
  Outcome,
  Reached,
  ValidOperation,
} from './types.ts';
import { validate } from './validate.ts';

export type PreflightDeps = AnswerDeps & { readonly previewPlan: PreviewPlan };

/** What is decided at one response path; where several types can be there, once for each. */
export interface PathDecision {
  /** Response keys, aliases as asked; lists add nothing to it. */
  readonly path: readonly string[];
  /** That of an input where one is the reason. */
  readonly coordinate: string;
  readonly effect: Effect;
  readonly reasonCode: ReasonCode;
  readonly obligation: Obligation | null;
  /** Objects that become null when this is null, innermost first; the empty path is all of `data`. */
  readonly nullTakesDown: readonly (readonly string[])[];
}

export interface Preflight {
  readonly outcome: Outcome;
  readonly decisions: readonly PathDecision[];
  readonly cost: number;
  /** Null where nothing would be fetched. */
  readonly plan: PlanOutline | null;
  readonly subgraphs: readonly string[];
}

/** Never throws; a refusal is answered as for the operation itself, without a preflight. */
export async function preflight(
  given: PreflightDeps,
  admission: Admission,
  request: OperationRequest,
): Promise<{ readonly answer: Answer; readonly preflight?: Preflight }> {
  const deps = holdingPolicy(given);
  let reached: Reached = ADMITTED;
  try {
    // In mode `reject` the denials would be all that is told.
    const parsed = parse({ ...admission, deniedMode: 'partial' }, request);
    reached = { stage: 'parsed', parsed };
    const valid = validate(deps, parsed);
    const elevated = await elevate(deps, valid);
    const authorized = authorize(deps, elevated);
    reached = { stage: 'authorized', authorization: authorized };
    const { cost } = price(deps, authorized);
    const foreseen = foresee(deps, authorized, cost);
    const withheld = foreseen.decisions.filter(isWithheldBy).map(({ coordinate }) => coordinate);
    const receipt = await auditPreflight(deps, authorized.valid, {
      outcome: foreseen.outcome,
      withheld: [...new Set(withheld)].sort(),
    });
    const name = preflightName(parsed.operation.name?.value ?? null);
    tellDecided(deps, authorized, foreseen.outcome, name);
    return { answer: respondPreflight(receipt), preflight: foreseen };
  } catch (thrown) {
    const name = preflightName(request.operationName ?? null);
    return { answer: await refuse(deps, admission, request.source, name, thrown, reached) };
  }
}

function foresee(deps: PreflightDeps, { valid, authorized }: AuthorizedOperation, cost: number) {
  const decisions = decisionsOf(deps, valid, authorized.byNode);
  const asked = new Set(decisions.map(({ path }) => JSON.stringify(path)));
  const { document, operation } = authorized;
  const plan =
    document &&
    outlinePlan(deps.previewPlan(document, operation?.name?.value), {
      showsOperations: mayReadPolicy(valid.table),
      isAsked: (path) => asked.has(JSON.stringify(path)),
    });
  return {
    outcome: outcomeOf(decisions, authorized.introspects),
    decisions,
    cost,
    plan: plan ?? null,
    subgraphs: subgraphsOf(plan),
  };
}

function decisionsOf(
  { apiSchema }: PreflightDeps,
  { parsed, table, variables }: ValidOperation,
  byNode: AuthorizedOperation['authorized']['byNode'],
): readonly PathDecision[] {
  const decisions = new Map<string, PathDecision>();
  const types = new Map<string, GraphQLOutputType>();
  const add = (path: readonly string[], coordinate: string, decision: Decision): void => {
    const onPath = path.flatMap((_, index) => types.get(keyOf(path.slice(0, index + 1))) ?? []);
    decisions.set(keyOf([...path, '', coordinate]), {
      path,
      coordinate,
      effect: decision.effect,
      reasonCode: decision.reason,
      obligation: decision.effect === 'mask' ? decision.obligation : null,
      nullTakesDown: takenDown(path, onPath),
    });
  };
  const scope = { schema: apiSchema, fragments: parsed.fragments, variables };
  walkFields(scope, parsed.operation, ({ path, type, field, nodes }) => {
    types.set(keyOf(path), field.type);
    const { coordinate, decision } = decideField(table, byNode, type.name, nodes);
    add(path, coordinate, decision);
    const returned = getNamedType(field.type);
    for (const { name } of isAbstractType(returned) ? apiSchema.getPossibleTypes(returned) : []) {
      if (isWithheldBy(table.decide(name))) add(path, name, table.decide(name));
    }
    return true;
  });
  return [...decisions.values()];
}

function keyOf(path: readonly string[]): string {
  return path.join(' ');
}

/** As `mask` would say of it, were every subgraph to answer. */
function outcomeOf(decisions: readonly PathDecision[], introspects: boolean): Outcome {
  const withheld = decisions.filter(isWithheldBy);
  const roots = decisions.filter(({ path }) => path.length === 1);
  if (roots.length > 0 && !introspects && roots.every(isWithheldBy)) return 'REFUSED';
  return withheld.length > 0 ? 'PARTIAL' : 'ALLOWED';
}
