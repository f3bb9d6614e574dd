/** CollectFields of the GraphQL specification (October 2021, §6.3.2) for a known concrete type. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export interface OperationScope {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  /** Coerced variable values. */
  readonly variables: Variables;
}

/** Fields with one response key run once, together. */
export type FieldGroup = readonly [FieldNode, ...FieldNode[]];

/** The fields that run on `type`, by response key in order of first mention. */
export function collectFields(
  scope: OperationScope,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, FieldGroup> {
  const grouped: Groups = new Map();
  const visitedFragments = new Set<string>();
  for (const set of selectionSets) collectInto(grouped, visitedFragments, scope, type, set);
  return grouped;
}

type Groups = Map<string, [FieldNode, ...FieldNode[]]>;

function collectInto(
  grouped: Groups,
  visited: Set<string>,
  scope: OperationScope,
  type: GraphQLObjectType,
  set: SelectionSetNode,
): void {
  for (const selection of set.selections) {
    if (!isIncluded(selection, scope.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const group = grouped.get(key);
      if (group) group.push(selection);
      else grouped.set(key, [selection]);
      continue;
    }
    const target = resolveFragment(selection, visited, scope.fragments);
    if (target && appliesTo(scope.schema, target.typeCondition, type)) {
      collectInto(grouped, visited, scope, type, target.selectionSet);
    }
  }
}

/** Each named fragment counts once per selection set, which also keeps fragment bombs linear. */
function resolveFragment(
  selection: Exclude<SelectionNode, FieldNode>,
  visited: Set<string>,
  fragments: Fragments,
): { readonly typeCondition?: NamedTypeNode; readonly selectionSet: SelectionSetNode } | undefined {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  const name = selection.name.value;
  if (visited.has(name)) return undefined;
  visited.add(name);
  return fragments.get(name);
}

/** Whether `@skip` and `@include` let it be. */
export function isIncluded(node: SelectionNode, variables: Variables): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}

function appliesTo(
  schema: GraphQLSchema,
  condition: NamedTypeNode | undefined,
  type: GraphQLObjectType,
): boolean {
  if (!condition) return true;
  const named = schema.getType(condition.name.value);
  if (isObjectType(named)) return named.name === type.name;
  return isAbstractType(named) && schema.isSubType(named, type);
}
