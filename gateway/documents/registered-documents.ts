/** The registered operations of the running gateway, by client. */
import { type GraphQLSchema, parse, validate } from 'graphql';
import { withPrefix } from './document-id.ts';
import {
  type ManifestProblem,
  OperationsError,
  type RegisteredOperation,
  readOperations,
} from './read-operations.ts';

export interface RegisteredDocuments {
  /** By any identifier of the client's own; what other clients registered is not there. */
  readonly find: (client: string, id: string) => RegisteredOperation | undefined;
  /** Whether the client has registered the very text that has this SHA-256. */
  readonly has: (client: string, sha256: string) => boolean;
}

export const NO_DOCUMENTS: RegisteredDocuments = indexOperations([]);

export function indexOperations(operations: readonly RegisteredOperation[]): RegisteredDocuments {
  const clients = new Map<string, Map<string, RegisteredOperation>>();
  for (const operation of operations) {
    const byId = clients.get(operation.client) ?? new Map<string, RegisteredOperation>();
    for (const id of [operation.id, ...operation.aliases]) byId.set(withPrefix(id), operation);
    clients.set(operation.client, byId);
  }
  const find = (client: string, id: string) => clients.get(client)?.get(withPrefix(id));
  return {
    find,
    // An alias may look like the SHA-256 of another text.
    has: (client, sha256) => find(client, sha256)?.id === withPrefix(sha256),
  };
}

/**
 * Reads a folder's manifests for a schema.
 * @throws {OperationsError} naming what can't be read, and what does not fit the schema.
 */
export async function loadRegisteredDocuments(
  folder: string,
  schema: GraphQLSchema,
): Promise<RegisteredDocuments> {
  const { operations, problems } = await readOperations(folder);
  const all = [...problems, ...documentProblems(schema, operations)];
  if (all.length > 0) throw new OperationsError(all);
  return indexOperations(operations);
}

/** What of the operations does not fit the schema, whoever asks. */
export function documentProblems(
  schema: GraphQLSchema,
  operations: readonly RegisteredOperation[],
): readonly ManifestProblem[] {
  return operations.flatMap(({ file, name, document }) =>
    validate(schema, parse(document)).map(({ message, locations }) => {
      const line = locations?.[0] ? ` (line ${locations[0].line})` : '';
      return { file, operation: name, what: `${message}${line}` };
    }),
  );
}
