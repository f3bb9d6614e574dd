/** Which entities an operation names by id, for the audit trail. */
import {
  type GraphQLSchema,
  getArgumentValues,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, type Fragments, type Variables } from './collect.ts';

/** The values of `id` arguments at the root, variables and literals alike. */
export function entityIdsOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variables: Variables,
): readonly string[] {
  const root = schema.getRootType(operation.operation);
  if (!isObjectType(root)) return [];
  const ids = new Set<string>();
  for (const nodes of collectFields({ schema, fragments, variables }, root, [
    operation.selectionSet,
  ]).values()) {
    for (const node of nodes) {
      const field = root.getFields()[node.name.value];
      const id = field && getArgumentValues(field, node, variables).id;
      if (typeof id === 'string') ids.add(id);
    }
  }
  return [...ids];
}
