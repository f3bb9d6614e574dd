/** Decisions that depend on what a field is called with, so they are made anew per operation. */
import type { FieldNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { argumentValues } from '../operation/argument-values.ts';
import type { Fragments, Variables } from '../operation/collect.ts';
import { inputCoordinates } from '../operation/input-coordinates.ts';
import { inputUses } from '../operation/input-uses.ts';
import { type AccessTable, type Decision, elevatedTable } from '../policy/index.ts';
import { isMilder, isWithheldBy } from './decide-field.ts';
import { type FieldUse, fieldUses, remember } from './field-uses.ts';
import type { AskedPolicy, ElevatedOperation, NodeDecision } from './types.ts';

export interface DecidedNodes {
  /** The operation's, or the one in which its elevations opened something. */
  readonly table: AccessTable;
  /** Decisions of single fields of an operation; empty where the access table alone decides. */
  readonly byNode: ReadonlyMap<FieldNode, NodeDecision>;
  readonly asked: AskedPolicy | undefined;
}

export type DecideNodes = (valid: ElevatedOperation) => DecidedNodes;

/**
 * Finds the fields decided by more than their coordinate: those that use an input their caller may
 * not (an input is a read: a filter, order or default over a field reveals it as surely as
 * selecting it), and those whose conditions are not met. What a grant opens is in the table it
 * gives, so that it holds wherever a coordinate is decided: as a field, an input or a type.
 * @param schema the API schema, whole.
 */
export function createDecideNodes(schema: GraphQLSchema): DecideNodes {
  const inputs = inputCoordinates(schema);
  const restrictsInputs = remember((table: AccessTable) =>
    inputs.some((coordinate) => table.decide(coordinate).effect !== 'allow'),
  );
  // Apollo Server keeps parsed documents, so an operation seen before is the same object.
  const usesOf = remember((operation: OperationDefinitionNode, fragments: Fragments) =>
    fieldUses(schema, operation, fragments),
  );
  return (valid) => {
    const { parsed, variables } = valid;
    const uses = usesOf(parsed.operation, parsed.fragments);
    const conditional = uses.filter(({ type, field }) =>
      valid.table.isConditional(`${type.name}.${field.name}`),
    );
    const asked = ask(conditional, valid);
    const table = asked ? openedBy(asked, valid.table) : valid.table;
    const byNode = new Map<FieldNode, NodeDecision>();
    if (restrictsInputs(valid.table)) {
      for (const use of uses) decideInputs(byNode, use, table, variables);
    }
    if (asked) decideConditions(byNode, conditional, asked);
    return { table, byNode, asked };
  };
}

/** One policy call for all uses; where nothing is conditional and no grant could open any, none. */
function ask(
  conditional: readonly FieldUse[],
  { policy, table, variables, now, grants, elevatable }: ElevatedOperation,
): AskedPolicy | undefined {
  // Arguments have no say in what a grant opens, but for what has conditions too.
  const opened =
    grants.length > 0 ? elevatable.filter((coordinate) => !table.isConditional(coordinate)) : [];
  if (conditional.length + opened.length === 0) return undefined;
  const question = {
    attributes: { role: table.role },
    now,
    grants,
    uses: [
      ...conditional.map(({ node, type, field }) => ({
        coordinate: `${type.name}.${field.name}`,
        arguments: argumentValues(field, node, variables),
      })),
      ...opened.map((coordinate) => ({ coordinate, arguments: {} })),
    ],
  };
  const startedAt = performance.now();
  const decisions = policy.decideConditional(question);
  return { question, decisions, tookMs: performance.now() - startedAt };
}

/** Only grants make a decision milder than the table's. */
function openedBy({ question, decisions }: AskedPolicy, table: AccessTable): AccessTable {
  const opened = new Map<string, Decision>();
  if (question.grants.length === 0) return table;
  question.uses.forEach(({ coordinate }, index) => {
    const decision = decisions[index];
    if (decision && isMilder(decision, table.decide(coordinate))) opened.set(coordinate, decision);
  });
  return elevatedTable(table, opened);
}

function decideInputs(
  byNode: Map<FieldNode, NodeDecision>,
  { node, type, field }: FieldUse,
  table: AccessTable,
  variables: Variables,
): void {
  if (field.args.length === 0 || byNode.has(node)) return;
  for (const coordinate of inputUses(type.name, field, node, variables)) {
    const decision = table.decide(coordinate);
    if (decision.effect === 'allow') continue;
    byNode.set(node, { coordinate, decision: asWithheld(decision) });
    return;
  }
}

/** The question names the conditional uses first. */
function decideConditions(
  byNode: Map<FieldNode, NodeDecision>,
  uses: readonly FieldUse[],
  { decisions }: AskedPolicy,
): void {
  uses.forEach(({ node, type, field }, index) => {
    const decision = decisions[index];
    if (!decision || !isWithheldBy(decision) || byNode.has(node)) return;
    byNode.set(node, { coordinate: `${type.name}.${field.name}`, decision });
  });
}

/** An input can't be masked: who may only read a mask may not search by what is behind it. */
function asWithheld(decision: Decision): Decision {
  if (decision.effect !== 'mask') return decision;
  return { effect: 'deny', reason: 'MISSING_PERMISSION', rule: decision.rule };
}
