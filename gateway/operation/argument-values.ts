/** What a field is called with. */
import { type FieldNode, type GraphQLField, getArgumentValues } from 'graphql';
import type { Variables } from './collect.ts';

/**
 * Variables and defaults count like literals. Nothing where a variable is null that its argument
 * may not be, which validation lets pass when the variable has a default (GraphQL §5.8.5): such a
 * field fails when it is executed.
 */
export function argumentValues(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): Readonly<Record<string, unknown>> {
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return {};
  }
}
