/**
 * What a fetch asks for, as schema coordinates: the gateway signs their hash, the subgraph computes
 * it again from the document it was sent. So a token serves nothing but what it was signed for.
 */
import { createHash } from 'node:crypto';
import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/**
 * `Type.field` and `Type.field(argument:)` of every field in a document, sorted and each once.
 * `__typename` is left out: every type has it, and it says nothing that the type does not.
 * @param schema only the types of fields are read from it, so both sides may have their own.
 */
export function coordinatesOf(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => {
        const field = node.name.value;
        if (field === '__typename') return;
        const coordinate = `${types.getParentType()?.name ?? ''}.${field}`;
        found.add(coordinate);
        for (const argument of node.arguments ?? []) {
          found.add(`${coordinate}(${argument.name.value}:)`);
        }
      },
    }),
  );
  return [...found].sort();
}

/** SHA-256 in base64url (RFC 4648 §5), of the coordinates one a line. */
export function hashCoordinates(coordinates: readonly string[]): string {
  return createHash('sha256').update(coordinates.join('\n')).digest('base64url');
}

/**
 * What a token for a plain route permits, in place of coordinates.
 * @example permittedRoute('POST', '/entries')
 */
export function permittedRoute(method: string, path: string): string {
  return hashCoordinates([`${method} ${path}`]);
}
