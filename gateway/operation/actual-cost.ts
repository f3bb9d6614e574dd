/** What an operation cost, from its answer, by the same weights as the estimate. */
import {
  type GraphQLCompositeType,
  getNamedType,
  isCompositeType,
  isIntrospectionType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FieldGroup } from './collect.ts';
import { groupFields } from './group-fields.ts';
import { type CostScope, calledField, callWeightOf, weightOf } from './weigh-field.ts';

/** Null and what was withheld cost nothing; introspection is as good as free. */
export function actualCost(
  scope: CostScope,
  operation: OperationDefinitionNode,
  data: Readonly<Record<string, unknown>> | null,
): number {
  function object(
    parent: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    values: readonly object[],
  ): number {
    let sum = 0;
    const counted = new Set<string>();
    for (const [type, keys] of groupFields(scope, parent, sets)) {
      for (const [key, nodes] of keys) {
        // The same key on two types is one value of one of them.
        if (counted.has(key)) continue;
        counted.add(key);
        sum += field(type, nodes, itemsAt(values, key));
      }
    }
    return sum;
  }

  function field(parent: GraphQLCompositeType, nodes: FieldGroup, { items, calls }: Items): number {
    if (calls === 0) return 0;
    const called = calledField(scope, parent, nodes[0]);
    if (!called) return 0;
    const type = getNamedType(called.definition.type);
    if (isIntrospectionType(type)) return 0;
    const weight = weightOf(scope, called);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const below = isCompositeType(type) ? object(type, sets, items.filter(isObject)) : 0;
    return items.length * weight + below + calls * callWeightOf(scope, parent, called);
  }

  const root = scope.schema.getRootType(operation.operation);
  if (!root || data === null) return 0;
  return Math.ceil(object(root, [operation.selectionSet], [data]));
}

interface Items {
  /** What came back, lists flattened, nulls left out. */
  readonly items: readonly unknown[];
  /** How often the field was called with something to show for it. */
  readonly calls: number;
}

function itemsAt(values: readonly object[], key: string): Items {
  const items: unknown[] = [];
  let calls = 0;
  for (const value of values) {
    const found: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    if (found === undefined || found === null) continue;
    calls += 1;
    if (Array.isArray(found)) items.push(...found.flat(3).filter((item) => item !== null));
    else items.push(found);
  }
  return { items, calls };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
