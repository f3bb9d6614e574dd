/** The fields of selection sets by the type they are asked of and their response key. */
import {
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  isCompositeType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationScope } from './collect.ts';

/** Fields with one response key run once, together. */
export type FieldGroups = ReadonlyMap<
  GraphQLCompositeType,
  ReadonlyMap<string, readonly FieldNode[]>
>;

/** Like CollectFields of the specification, but for all runtime types at once. */
export function groupFields(
  scope: OperationScope,
  parent: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): FieldGroups {
  const groups = new Map<GraphQLCompositeType, Map<string, FieldNode[]>>();
  const visited = new Set<string>();
  for (const set of sets) collectInto({ scope, groups, visited }, parent, set);
  return groups;
}

interface Collecting {
  readonly scope: OperationScope;
  readonly groups: Map<GraphQLCompositeType, Map<string, FieldNode[]>>;
  readonly visited: Set<string>;
}

function collectInto(into: Collecting, type: GraphQLCompositeType, set: SelectionSetNode): void {
  for (const selection of set.selections) {
    if (!isIncluded(selection, into.scope)) continue;
    if (selection.kind === Kind.FIELD) {
      const keys = into.groups.get(type) ?? new Map<string, FieldNode[]>();
      into.groups.set(type, keys);
      const key = selection.alias?.value ?? selection.name.value;
      keys.set(key, [...(keys.get(key) ?? []), selection]);
      continue;
    }
    const target = targetOf(selection, type, into);
    if (!target) continue;
    const condition =
      target.typeCondition && into.scope.schema.getType(target.typeCondition.name.value);
    const inner = target.typeCondition ? condition : type;
    if (isCompositeType(inner)) collectInto(into, inner, target.selectionSet);
  }
}

/** A named fragment counts once where it is spread; under another type it is another matter. */
function targetOf(
  selection: Exclude<SelectionNode, FieldNode>,
  type: GraphQLCompositeType,
  { visited, scope }: Collecting,
) {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  const name = `${type.name} ${selection.name.value}`;
  if (visited.has(name)) return undefined;
  visited.add(name);
  return scope.fragments.get(selection.name.value);
}

function isIncluded(node: SelectionNode, { variables }: OperationScope): boolean {
  if (!node.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}
