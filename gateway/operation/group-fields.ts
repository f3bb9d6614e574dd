/** The fields of selection sets by the type they are asked of and their response key. */
import {
  type FieldNode,
  type GraphQLCompositeType,
  isCompositeType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type FieldGroup, isIncluded, type OperationScope } from './collect.ts';

/** By type, then by response key. */
export type FieldGroups = ReadonlyMap<GraphQLCompositeType, ReadonlyMap<string, FieldGroup>>;

/** Like CollectFields of the specification, but for all runtime types at once. */
export function groupFields(
  scope: OperationScope,
  parent: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): FieldGroups {
  const groups = new Map<GraphQLCompositeType, Map<string, FieldGroup>>();
  const visited = new Set<string>();
  for (const set of sets) collectInto({ scope, groups, visited }, parent, set);
  return groups;
}

interface Collecting {
  readonly scope: OperationScope;
  readonly groups: Map<GraphQLCompositeType, Map<string, FieldGroup>>;
  readonly visited: Set<string>;
}

function collectInto(into: Collecting, type: GraphQLCompositeType, set: SelectionSetNode): void {
  for (const selection of set.selections) {
    if (!isIncluded(selection, into.scope.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      const keys = into.groups.get(type) ?? new Map<string, FieldGroup>();
      into.groups.set(type, keys);
      const key = selection.alias?.value ?? selection.name.value;
      const group = keys.get(key);
      keys.set(key, group ? [...group, selection] : [selection]);
      continue;
    }
    const target = targetOf(selection, into);
    if (!target) continue;
    const condition = target.typeCondition?.name.value;
    const inner = condition === undefined ? type : into.scope.schema.getType(condition);
    if (isCompositeType(inner)) collectInto(into, inner, target.selectionSet);
  }
}

/** A named fragment counts once: its fields are asked of its own type, wherever it is spread. */
function targetOf(selection: Exclude<SelectionNode, FieldNode>, { visited, scope }: Collecting) {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  const name = selection.name.value;
  if (visited.has(name)) return undefined;
  visited.add(name);
  return scope.fragments.get(name);
}
