/** Which entities an operation names by id, for the audit trail. */
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { argumentValues } from './argument-values.ts';
import { collectFields, type Fragments, type Variables } from './collect.ts';

/** The values of `id` arguments at the root, variables and literals alike. */
export function entityIdsOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variables: Variables,
): readonly string[] {
  const root = schema.getRootType(operation.operation);
  if (!root) return [];
  const ids = new Set<string>();
  for (const nodes of collectFields({ schema, fragments, variables }, root, [
    operation.selectionSet,
  ]).values()) {
    for (const node of nodes) {
      const field = root.getFields()[node.name.value];
      const id = field && argumentValues(field, node, variables).id;
      if (typeof id === 'string') ids.add(id);
    }
  }
  return [...ids];
}
