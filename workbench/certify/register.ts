/** Registers operations: from a client's .graphql documents into its manifest. */
import { concatAST, parse, print, separateOperations } from 'graphql';
import {
  APOLLO_FORMAT,
  idOf,
  type ManifestEntry,
  readManifest,
} from '../../gateway/documents/index.ts';
import { WorkbenchError } from '../workbench-error.ts';

export interface GraphQLSource {
  readonly file: string;
  readonly text: string;
}

export interface Registered {
  /** The manifest's new text. */
  readonly manifest: string;
  /** Names of the operations that were not in it before. */
  readonly added: readonly string[];
}

/**
 * Each operation becomes a document of its own, with the fragments it needs, printed. What was
 * registered before stays: clients that are out there still send it.
 *
 * @param before the manifest's text, whose format is kept; undefined where there is none yet.
 * @throws {WorkbenchError} naming the file that is not GraphQL, or what has no name.
 */
export function register(
  sources: readonly GraphQLSource[],
  before: string | undefined,
): Registered {
  const entries = before === undefined ? [] : readManifest(before);
  if (typeof entries === 'string') throw new WorkbenchError(`the manifest ${entries}`, []);
  const known = new Set(entries.map(({ body }) => body));
  const added = entriesOf(sources).filter(({ body }) => !known.has(body));
  const all = [...entries.map(named), ...added].sort(byName);
  return {
    manifest: `${JSON.stringify(isCodegen(before) ? byHash(all) : apollo(all), undefined, 2)}\n`,
    added: added.map(({ name }) => name),
  };
}

type NamedEntry = Pick<ManifestEntry, 'id' | 'body'> & {
  readonly name: string;
  readonly type: string;
};

function entriesOf(sources: readonly GraphQLSource[]): readonly NamedEntry[] {
  const documents = sources.map(({ file, text }) => {
    try {
      return parse(text, { noLocation: true });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new WorkbenchError(`${file} is not GraphQL`, [said]);
    }
  });
  const separate = Object.entries(separateOperations(concatAST(documents)));
  if (separate.length === 0) throw new WorkbenchError('there is no operation to register', []);
  return separate.map(([name, document]) => {
    if (name === '') throw new WorkbenchError('an operation has no name', ['give it one']);
    const body = print(document);
    return named({ id: idOf(body), body });
  });
}

/** Codegen's entries are named by their text only. */
function named({ id, body }: Pick<ManifestEntry, 'id' | 'body'>): NamedEntry {
  const [operation] = parse(body).definitions.filter(
    (definition) => definition.kind === 'OperationDefinition',
  );
  return { id, body, name: operation?.name?.value ?? '', type: operation?.operation ?? '' };
}

function byName(a: NamedEntry, b: NamedEntry): number {
  const [first, second] = [a, b].map(({ name, id }) => `${name} ${id}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}

function isCodegen(before: string | undefined): boolean {
  if (before === undefined) return false;
  const json: unknown = JSON.parse(before);
  return typeof json === 'object' && json !== null && !('format' in json);
}

function apollo(entries: readonly NamedEntry[]) {
  const operations = entries.map(({ id, name, type, body }) => ({ id, name, type, body }));
  return { format: APOLLO_FORMAT, version: 1, operations };
}

/** Codegen's hashes have no prefix. */
function byHash(entries: readonly NamedEntry[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(({ id, body }) => [id.replace(/^sha256:/, ''), body]));
}
