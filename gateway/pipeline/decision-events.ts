/** DecidedOperation → events of the decision log: one of its coordinates, one of its uses. */
import type { Json, JsonObject } from '../../lib/chain.ts';
import type { DecisionEvent } from '../decision-log/event.ts';
import type { Principal } from '../identity/principal.ts';
import {
  type AccessTable,
  CONDITIONAL_ENTRYPOINT,
  type ConditionalQuestion,
  conditionalInput,
  type Decision,
  decisionAsGiven,
  ENTRYPOINT,
  tabledAsGiven,
} from '../policy/index.ts';
import type { OperationCoordinates } from './operation-coordinates.ts';
import type { AskedPolicy, DecidedOperation, Reached } from './types.ts';

export interface EventDeps {
  readonly coordinates: OperationCoordinates;
  /** Stands for a subject in the log: the same one for the same, and nobody's name. */
  readonly pseudonymOf: (principal: Principal) => string;
}

/** Of an operation about which nothing was decided there is an event without coordinates. */
export function eventsOf(
  { coordinates, pseudonymOf }: EventDeps,
  operation: DecidedOperation,
  at: Date,
): readonly DecisionEvent[] {
  const { admission, policy, reached } = operation;
  const { principal } = admission;
  const common = {
    decision_id: admission.decisionId,
    labels: {
      client: principal.client,
      bank_id: principal.bankId,
      subject: pseudonymOf(principal),
      operation_name: nameOf(operation.operationName),
      operation_hash: operation.operationHash,
      outcome: operation.outcome,
      stage: reached.stage,
      schema: policy.schemaHash,
    },
    bundles: { payscope: { revision: policy.revision } },
  };
  const table = reached.stage === 'admitted' ? undefined : tableOf(operation);
  const asked = coordinatesOf(coordinates, reached);
  const decided = asked.map((each): [string, Decision | undefined] => [each, table?.decide(each)]);
  const tabled: DecisionEvent = {
    ...common,
    path: ENTRYPOINT,
    input: { subject: { role: principal.role }, coordinates: asked },
    result: Object.fromEntries(
      decided.flatMap(([each, decision]) => (decision ? [[each, tabledAsGiven(decision)]] : [])),
    ),
    timestamp: at.toISOString(),
    metrics: { counter_coordinates: asked.length },
    ...problemIn(decided.map(([, decision]) => decision)),
  };
  const uses = reached.stage === 'authorized' ? reached.authorization.asked : undefined;
  return uses ? [tabled, { ...common, ...conditionalEvent(uses) }] : [tabled];
}

/** What can be no operation's name (GraphQL §2.1.9) may be anything, and as long: it is not kept. */
function nameOf(name: string | null): string {
  return name !== null && /^(?:preflight:)?\w{0,256}$/.test(name) ? name : '';
}

function tableOf({ admission, policy, reached }: DecidedOperation): AccessTable {
  if (reached.stage === 'authorized') return reached.authorization.ofRole;
  return policy.tableFor({ role: admission.principal.role });
}

function coordinatesOf(coordinates: OperationCoordinates, reached: Reached): readonly string[] {
  switch (reached.stage) {
    case 'admitted':
      return [];
    case 'parsed': {
      // Its variables could not be read, or nobody tried.
      const { operation, fragments } = reached.parsed;
      return coordinates.of(operation, fragments, {});
    }
    case 'authorized': {
      const { parsed, variables } = reached.authorization.valid;
      return coordinates.of(parsed.operation, parsed.fragments, variables);
    }
    default:
      return reached satisfies never;
  }
}

/** Its time is the one the policy was told. */
function conditionalEvent({ question, decisions, tookMs }: AskedPolicy) {
  const { text, places } = inputOf(question);
  const input: JsonObject = JSON.parse(text);
  const result: Json[] = [];
  places.forEach((place, index) => {
    const decision = decisions[index];
    if (decision) result[place] = decisionAsGiven(decision);
  });
  return {
    path: CONDITIONAL_ENTRYPOINT,
    input,
    result,
    timestamp: question.now.toISOString(),
    metrics: { timer_rego_query_eval_ns: Math.round(tookMs * 1e6) },
    ...problemIn(decisions),
  };
}

/** Of arguments the policy could not be told nothing was asked; its denial is logged without them. */
function inputOf(question: ConditionalQuestion) {
  try {
    return conditionalInput(question);
  } catch {
    return conditionalInput({ ...question, uses: [] });
  }
}

function problemIn(
  decisions: readonly (Decision | undefined)[],
): Pick<DecisionEvent, 'error'> | undefined {
  if (!decisions.some((decision) => decision?.reason === 'POLICY_FAILED')) return undefined;
  const message = 'the policy gave no usable answer, so everything was denied';
  return { error: { code: 'policy_failed', message } };
}
