/** Answers `__schema` and `__type` from the schema the caller sees, without any subgraph. */
import {
  type DocumentNode,
  execute,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { collectFields, type Fragments, type Variables } from './collect.ts';
import { dropUnusedDefinitions } from './unused.ts';

/** True when any selection at the root, through fragments too, is an introspection field. */
export function asksIntrospection(
  operation: OperationDefinitionNode,
  fragments: Fragments,
): boolean {
  const seen = new Set<string>();
  const asks = (selections: readonly SelectionNode[]): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return isIntrospection(selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) return asks(selection.selectionSet.selections);
      const name = selection.name.value;
      if (seen.has(name)) return false;
      seen.add(name);
      return asks(fragments.get(name)?.selectionSet.selections ?? []);
    });
  return asks(operation.selectionSet.selections);
}

/** @returns the answers by response key; empty when nothing was asked. */
export async function introspect(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variables: Variables,
): Promise<Readonly<Record<string, unknown>>> {
  const root = schema.getRootType(operation.operation);
  if (!root) return {};
  const scope = { schema, fragments, variables };
  const fields = [...collectFields(scope, root, [operation.selectionSet]).values()]
    .flat()
    .filter(isIntrospection);
  if (fields.length === 0) return {};
  const document: DocumentNode = dropUnusedDefinitions(
    { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: fields } },
    [...fragments.values()],
  ).document;
  const result = await execute({ schema, document, variableValues: variables });
  return result.data ?? {};
}

function isIntrospection(node: FieldNode): boolean {
  return node.name.value === '__schema' || node.name.value === '__type';
}
