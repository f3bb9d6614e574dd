/** Reads the operations clients have registered: one manifest for each client. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { isClientId } from '../../lib/ids.ts';
import { idOf, isDocumentId, isHashId, withPrefix } from './document-id.ts';
import { type ManifestEntry, readManifest } from './manifest-formats.ts';

export interface RegisteredOperation {
  readonly client: string;
  /** `sha256:` and the SHA-256 of the document's text. */
  readonly id: string;
  /** What the client's own manifest calls it, where that is something else. */
  readonly aliases: readonly string[];
  readonly name: string;
  readonly type: 'query' | 'mutation';
  readonly document: string;
  /** The manifest's path. */
  readonly file: string;
}

export interface ManifestProblem {
  readonly file: string;
  /** The operation's name, or the id where it has none that can be read. */
  readonly operation: string | undefined;
  readonly what: string;
}

export interface ReadOperations {
  /** By client, then in the order of the manifest. */
  readonly operations: readonly RegisteredOperation[];
  readonly problems: readonly ManifestProblem[];
}

/** What is wrong with manifests; nothing of them is used. */
export class OperationsError extends Error {
  override readonly name = 'OperationsError';
  readonly problems: readonly ManifestProblem[];

  constructor(problems: readonly ManifestProblem[]) {
    super(problems.map(sentenceOf).join('\n'));
    this.problems = problems;
  }
}

/** @example sentenceOf({ file, operation: 'Accounts', what: 'is there twice' }) */
export function sentenceOf({ file, operation, what }: ManifestProblem): string {
  return operation === undefined ? `${file} ${what}` : `${file}: ${operation}: ${what}`;
}

/**
 * @param folder whose `<client>.json` files are the manifests; a client's name is percent-encoded
 * where a file's can't be the same.
 * @throws {OperationsError} naming each manifest and operation that can't be used.
 */
export async function readRegisteredOperations(
  folder: string,
): Promise<readonly RegisteredOperation[]> {
  const { operations, problems } = await readOperations(folder);
  if (problems.length > 0) throw new OperationsError(problems);
  return operations;
}

/** Reads what can be read, and says what can't. */
export async function readOperations(folder: string): Promise<ReadOperations> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const read = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return readManifestText(file, clientOf(name), await readFile(file, 'utf8'));
    }),
  );
  return {
    operations: read.flatMap(({ operations }) => operations),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** Reads one manifest; `client` is undefined where its file is named like none. */
export function readManifestText(
  file: string,
  client: string | undefined,
  text: string,
): ReadOperations {
  const nothing = (what: string): ReadOperations => ({
    operations: [],
    problems: [{ file, operation: undefined, what }],
  });
  if (client === undefined) return nothing('is named like no client');
  const entries = readManifest(text);
  if (typeof entries === 'string') return nothing(entries);
  const taken = new Set<string>();
  const read = entries.map((entry): RegisteredOperation | ManifestProblem => {
    const operation = readEntry(entry, client);
    const what = typeof operation === 'string' ? operation : twice(operation, taken);
    if (typeof operation === 'string' || what !== undefined) {
      return { file, operation: entry.name ?? entry.id, what: what ?? 'is unusable' };
    }
    return { ...operation, file };
  });
  return {
    operations: read.filter((each) => 'id' in each),
    problems: read.filter((each) => 'what' in each),
  };
}

/** The client a manifest is of; undefined where no token could name it. */
function clientOf(name: string): string | undefined {
  const encoded = basename(name, '.json');
  try {
    const client = decodeURIComponent(encoded);
    return isClientId(client) && fileOf(client) === name ? client : undefined;
  } catch {
    return undefined;
  }
}

/** The name of a client's manifest. */
export function fileOf(client: string): string {
  return `${encodeURIComponent(client)}.json`;
}

/** @returns the operation, or what is wrong with it. */
function readEntry(
  { id, body, name, type, clientName }: ManifestEntry,
  client: string,
): Omit<RegisteredOperation, 'file'> | string {
  if (clientName !== undefined && clientName !== client) return 'is for another client';
  if (!isDocumentId(id)) return `"${id}" is no document identifier`;
  const own = idOf(body);
  if (isHashId(id) && id !== own) return `its id is not the SHA-256 of its text, which is ${own}`;
  const operation = soleOperation(body);
  if (typeof operation === 'string') return operation;
  if (name !== undefined && name !== operation.name) return `its text names it ${operation.name}`;
  if (type !== undefined && type !== operation.type) return `its text is a ${operation.type}`;
  const aliases = withPrefix(id) === own ? [] : [id];
  return { client, id: own, aliases, ...operation, document: body };
}

/** One named operation, so that an id says what is asked and the audit trail can name it. */
function soleOperation(
  text: string,
): { readonly name: string; readonly type: 'query' | 'mutation' } | string {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    return `its text is not GraphQL: ${error instanceof Error ? error.message : error}`;
  }
  const operations = document.definitions.filter(isOperation);
  const [operation] = operations;
  if (!operation || operations.length > 1) return 'its text holds not exactly one operation';
  if (!operation.name) return 'its operation has no name';
  if (operation.operation === 'subscription') return 'subscriptions are not served';
  return { name: operation.name.value, type: operation.operation };
}

function isOperation(definition: DefinitionNode): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION;
}

/** Takes the operation's identifiers; @returns what is wrong where one of them was taken. */
function twice(
  { id, aliases }: Pick<RegisteredOperation, 'id' | 'aliases'>,
  taken: Set<string>,
): string | undefined {
  for (const each of [id, ...aliases]) {
    if (taken.has(withPrefix(each))) return `${each} is there twice`;
    taken.add(withPrefix(each));
  }
  return undefined;
}
