/**
 * How many objects an operation may make, from its text and variables alone: nested pages multiply,
 * and a few hundred characters of them would fill the memory of the process. The gateway prices
 * operations for clients; this guards the subgraph itself, before anything runs.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from './connection.ts';

export interface OperationParts {
  readonly schema: GraphQLSchema;
  /** Validated, so fragments don't go round and fields exist. */
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Counted once each: spreads of spreads would double the work with every level. */
  readonly counted: Map<string, number>;
}

type Parent = GraphQLNamedType | null | undefined;

/** Zero when the name is of no operation: execution says so. */
export function estimateNodes(parts: OperationParts): number {
  const { schema, document } = parts;
  const operation = getOperationAST(document, parts.operationName);
  if (!operation) return 0;
  const fragments = document.definitions.filter(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  const walk: Walk = {
    schema,
    variables: { ...defaultsOf(operation), ...parts.variables },
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    counted: new Map(),
  };
  return ofSelections(walk, operation.selectionSet, schema.getRootType(operation.operation));
}

function defaultsOf(operation: OperationDefinitionNode): Readonly<Record<string, unknown>> {
  const given = operation.variableDefinitions?.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
  );
  return Object.fromEntries(given ?? []);
}

function ofSelections(walk: Walk, set: SelectionSetNode | undefined, parent: Parent): number {
  return (set?.selections ?? []).reduce((sum, node) => sum + ofSelection(walk, node, parent), 0);
}

function ofSelection(walk: Walk, node: SelectionNode, parent: Parent): number {
  switch (node.kind) {
    case Kind.FIELD:
      return ofField(walk, node, parent);
    case Kind.FRAGMENT_SPREAD:
      return ofFragment(walk, node.name.value);
    case Kind.INLINE_FRAGMENT: {
      const condition = node.typeCondition?.name.value;
      const type = condition === undefined ? parent : walk.schema.getType(condition);
      return ofSelections(walk, node.selectionSet, type);
    }
    default:
      return node satisfies never;
  }
}

function ofField(walk: Walk, node: FieldNode, parent: Parent): number {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return 0;
  const field = parent.getFields()[node.name.value];
  const type = field && getNamedType(field.type);
  if (!isCompositeType(type)) return 0;
  return timesOf(walk, field, node) * (1 + ofSelections(walk, node.selectionSet, type));
}

function ofFragment(walk: Walk, name: string): number {
  const known = walk.counted.get(name);
  if (known !== undefined) return known;
  const fragment = walk.fragments.get(name);
  const type = fragment && walk.schema.getType(fragment.typeCondition.name.value);
  const nodes = ofSelections(walk, fragment?.selectionSet, type);
  walk.counted.set(name, nodes);
  return nodes;
}

/** A page multiplies by its size, an entity fetch by its representations. */
function timesOf(
  { variables }: Walk,
  field: GraphQLField<unknown, unknown> | undefined,
  node: FieldNode,
): number {
  const declared = (name: string) => field?.args.find((argument) => argument.name === name);
  const given = (name: string): unknown => {
    const argument = node.arguments?.find((one) => one.name.value === name);
    if (argument) return valueFromASTUntyped(argument.value, variables);
    return declared(name)?.defaultValue;
  };
  if (declared('first')) {
    const first = given('first');
    // Larger ones are refused by the field itself, which can say so better.
    if (typeof first === 'number') return Math.min(Math.max(first, 1), PAGE_SIZE_MAX);
    return PAGE_SIZE_DEFAULT;
  }
  const representations = given('representations');
  return Array.isArray(representations) ? representations.length : 1;
}
