/** What an operation may cost at most, before it runs (IBM's cost specification, static analysis). */
import {
  type GraphQLCompositeType,
  getNamedType,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FieldGroup } from './collect.ts';
import { groupFields } from './group-fields.ts';
import { introspectionSizes } from './introspection-sizes.ts';
import {
  assumedSize,
  type CalledField,
  type CostScope,
  calledField,
  callWeightOf,
  isUnsliced,
  weightOf,
} from './weigh-field.ts';

export interface Estimate {
  readonly cost: number;
  /** Fields the introspection part resolves, lists multiplied. */
  readonly introspectionFields: number;
  /** A field that needs exactly one of its slicing arguments and has none, or several. */
  readonly unsliced: string | undefined;
}

/** Introspection is answered here from memory; it is bounded apart and nearly free. */
const INTROSPECTION_FIELD_WEIGHT = 0.01;

/**
 * An object costs 1, a leaf 0, what is weighed its weight; a list as many times as it is taken to
 * hold things. Of fragments on different types of one interface or union the dearest counts.
 * @example estimateCost(scope, operation).cost // payments(first: 50) { edges { node { id } } }: 101
 */
export function estimateCost(scope: CostScope, operation: OperationDefinitionNode): Estimate {
  let sizeOfIntrospection: ReadonlyMap<string, number> | undefined;
  let introspectionFields = 0;
  let unsliced: string | undefined;

  function selections(
    parent: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    sized: ReadonlyMap<string, number>,
    times: number,
  ): number {
    let shared = 0;
    let dearest = 0;
    for (const [type, keys] of groupFields(scope, parent, sets)) {
      let sum = 0;
      for (const nodes of keys.values()) sum += field(type, nodes, sized, times);
      // A concrete type excludes the others.
      if (isObjectType(type)) dearest = Math.max(dearest, sum);
      else shared += sum;
    }
    return shared + dearest;
  }

  function field(
    parent: GraphQLCompositeType,
    nodes: FieldGroup,
    sized: ReadonlyMap<string, number>,
    times: number,
  ): number {
    const called = calledField(scope, parent, nodes[0]);
    if (!called) return 0;
    if (isUnsliced(called)) unsliced ??= called.coordinate;
    const type = getNamedType(called.definition.type);
    const isMeta = isIntrospectionType(type) || isIntrospectionType(parent);
    if (isMeta) {
      introspectionFields += times;
      sizeOfIntrospection ??= introspectionSizes(scope.schema);
    }
    const count = countOf(called, sized, isMeta ? sizeOfIntrospection : undefined);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const inner = isCompositeType(type)
      ? selections(type, sets, sizedBy(called), times * count)
      : 0;
    const weight = isMeta ? INTROSPECTION_FIELD_WEIGHT : weightOf(scope, called);
    return count * (weight + inner) + callWeightOf(scope, parent, called);
  }

  const root = scope.schema.getRootType(operation.operation);
  const cost = root ? selections(root, [operation.selectionSet], new Map(), 1) : 0;
  return { cost: Math.ceil(cost), introspectionFields, unsliced };
}

function countOf(
  called: CalledField,
  sized: ReadonlyMap<string, number>,
  introspection: ReadonlyMap<string, number> | undefined,
): number {
  const type = isNonNullType(called.definition.type)
    ? called.definition.type.ofType
    : called.definition.type;
  if (!isListType(type)) return 1;
  const { name } = called.definition;
  return sized.get(name) ?? introspection?.get(name) ?? assumedSize(called);
}

/** With sizedFields the size is not the field's own but that of the lists below it. */
function sizedBy(called: CalledField): ReadonlyMap<string, number> {
  const size = assumedSize(called);
  return new Map((called.listSize?.sizedFields ?? []).map((name) => [name, size]));
}
