/** Decisions that depend on what a field is called with, so they are made anew per operation. */
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Fragments } from '../operation/collect.ts';
import { inputCoordinates } from '../operation/input-coordinates.ts';
import { inputUses } from '../operation/input-uses.ts';
import type { AccessTable, Decision } from '../policy/index.ts';
import { isWithheldBy } from './decide-field.ts';
import type { NodeDecision, ValidOperation } from './types.ts';

/** Decisions of single fields of an operation; empty where the access table alone decides. */
export type DecideNodes = (valid: ValidOperation) => ReadonlyMap<FieldNode, NodeDecision>;

/** A field node on a type it may run on. */
interface FieldUse {
  readonly node: FieldNode;
  readonly type: GraphQLObjectType | GraphQLInterfaceType;
  readonly field: GraphQLField<unknown, unknown>;
}

/**
 * Finds the fields decided by more than their coordinate: those that use an input their caller may
 * not (an input is a read: a filter, order or default over a field reveals it as surely as
 * selecting it), and those whose conditions are not met.
 * @param schema the API schema, whole.
 */
export function createDecideNodes(schema: GraphQLSchema, now: () => Date): DecideNodes {
  const inputs = inputCoordinates(schema);
  const restrictsInputs = remember((table: AccessTable) =>
    inputs.some((coordinate) => table.decide(coordinate).effect !== 'allow'),
  );
  // Apollo Server keeps parsed documents, so an operation seen before is the same object.
  const usesOf = remember((operation: OperationDefinitionNode, fragments: Fragments) =>
    fieldUses(schema, operation, fragments),
  );
  return (valid) => {
    const { table, parsed } = valid;
    const uses = usesOf(parsed.operation, parsed.fragments);
    const byNode = new Map<FieldNode, NodeDecision>();
    if (restrictsInputs(table)) for (const use of uses) decideInputs(byNode, use, valid);
    const conditional = uses.filter(({ type, field }) =>
      table.isConditional(`${type.name}.${field.name}`),
    );
    decideConditions(byNode, conditional, valid, now);
    return byNode;
  };
}

/** Keeps what was made for a key for as long as the key lives. */
function remember<K extends object, A extends readonly unknown[], V>(
  make: (key: K, ...rest: A) => V,
): (key: K, ...rest: A) => V {
  const made = new WeakMap<K, { readonly value: V }>();
  return (key, ...rest) => {
    const known = made.get(key) ?? { value: make(key, ...rest) };
    made.set(key, known);
    return known.value;
  };
}

function decideInputs(
  byNode: Map<FieldNode, NodeDecision>,
  { node, type, field }: FieldUse,
  { table, variables }: ValidOperation,
): void {
  if (field.args.length === 0 || byNode.has(node)) return;
  for (const coordinate of inputUses(type.name, field, node, variables)) {
    const decision = table.decide(coordinate);
    if (decision.effect === 'allow') continue;
    byNode.set(node, { coordinate, decision: asWithheld(decision) });
    return;
  }
}

/** One policy call for all of them; where nothing conditional is used, none. */
function decideConditions(
  byNode: Map<FieldNode, NodeDecision>,
  uses: readonly FieldUse[],
  { policy, table, variables }: ValidOperation,
  now: () => Date,
): void {
  if (uses.length === 0) return;
  const decisions = policy.decideConditional({
    attributes: { role: table.role },
    now: now(),
    grants: [],
    uses: uses.map(({ node, type, field }) => ({
      coordinate: `${type.name}.${field.name}`,
      arguments: getArgumentValues(field, node, variables),
    })),
  });
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

/** Every field of the operation that runs, on each type it may run on. */
function fieldUses(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): readonly FieldUse[] {
  const uses: FieldUse[] = [];
  const typeInfo = new TypeInfo(schema);
  const document = {
    kind: Kind.DOCUMENT,
    definitions: [operation, ...fragments.values()],
  } as const;
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: (node) => {
        for (const type of runtimeTypes(schema, typeInfo.getParentType())) {
          const field = type.getFields()[node.name.value];
          if (field) uses.push({ node, type, field });
        }
      },
    }),
  );
  return uses;
}

/** The type itself and, of an interface, all its implementers: each has its own coordinates. */
function runtimeTypes(schema: GraphQLSchema, parent: unknown): readonly FieldUse['type'][] {
  if (isObjectType(parent)) return [parent];
  return isInterfaceType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [];
}
