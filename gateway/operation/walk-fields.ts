/** Visits the fields of an operation as they will run, by response path, before anything has run. */
import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, type FieldGroup, type OperationScope } from './collect.ts';

export interface VisitedField {
  /** Response keys from the root; lists add nothing to it. */
  readonly path: readonly string[];
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: FieldGroup;
}

/** More fields than an operation may select, so only abstract types can reach it. */
const VISITS_MAX = 20_000;

/**
 * Calls `visit` for every field on every concrete type it can run on; what `visit` refuses by
 * returning false is not descended into. Introspection and `__typename` are not visited.
 * @throws {RangeError} when an operation unfolds to more fields than can be looked at.
 */
export function walkFields(
  scope: OperationScope,
  operation: OperationDefinitionNode,
  visit: (visited: VisitedField) => boolean,
): void {
  let visits = 0;

  function walk(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    path: readonly string[],
  ): void {
    for (const [key, nodes] of collectFields(scope, type, sets)) {
      const field = type.getFields()[nodes[0].name.value];
      if (!field) continue;
      visits += 1;
      if (visits > VISITS_MAX) throw new RangeError('the operation unfolds to too many fields');
      const fieldPath = [...path, key];
      if (!visit({ path: fieldPath, type, field, nodes })) continue;
      const inner = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
      const returned = getNamedType(field.type);
      if (isObjectType(returned)) walk(returned, inner, fieldPath);
      else if (isAbstractType(returned)) {
        for (const possible of scope.schema.getPossibleTypes(returned)) {
          walk(possible, inner, fieldPath);
        }
      }
    }
  }

  const root = scope.schema.getRootType(operation.operation);
  if (root) walk(root, [operation.selectionSet], []);
}
