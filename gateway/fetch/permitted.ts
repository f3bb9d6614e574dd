/**
 * The last look before a fetch is signed: it asks for nothing that authorize did not leave. Should
 * pruning or planning ever let a withheld field through, no token is made for it.
 */
import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
  parse,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { coordinatesOf, hashCoordinates } from '../../lib/hop/index.ts';

/** What a fetch asks for. */
export interface FetchCoordinates {
  /** Of all coordinates, for its hop token. */
  readonly hash: string;
  /** Those an operation must permit: all but what the planner needs to join subgraphs. */
  readonly toPermit: readonly string[];
}

export interface Permitted {
  /** By the text of a fetch; the same few come over and over. */
  readonly fetchOf: (query: string) => FetchCoordinates;
  /** What an authorized document permits. */
  readonly by: (document: DocumentNode) => ReadonlySet<string>;
}

/** A fetch that would bring what the operation was not permitted: a defect of the gateway. */
export class BeyondPermitted extends Error {
  override readonly name = 'BeyondPermitted';

  constructor(coordinates: readonly string[]) {
    super(`a fetch asks for what was not permitted: ${coordinates.join(', ')}`);
  }
}

const FETCHES_MAX = 2_000;
const FETCH_CHARACTERS_MAX = 2_000_000;
/** Federation's own way in; what is below it is looked at by its types. */
const ENTITIES = /^[^.]+\._entities(\(representations:\))?$/;

/** @param supergraphSdl with its join directives, which name keys and requirements. */
export function createPermitted(supergraphSdl: string): Permitted {
  const document = parse(supergraphSdl);
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const joins = joinCoordinates(schema, document);
  const fetches = new LRUCache<string, FetchCoordinates>({
    max: FETCHES_MAX,
    maxSize: FETCH_CHARACTERS_MAX,
    sizeCalculation: (_fetch, query) => query.length + 1,
  });
  const documents = new WeakMap<DocumentNode, ReadonlySet<string>>();
  return {
    fetchOf: (query) => {
      const known = fetches.get(query);
      if (known) return known;
      const all = coordinatesOf(schema, parse(query));
      const toPermit = all.filter((one) => !joins.has(one) && !ENTITIES.test(one));
      const fetch = { hash: hashCoordinates(all), toPermit };
      fetches.set(query, fetch);
      return fetch;
    },
    by: (authorized) => {
      const known = documents.get(authorized);
      if (known) return known;
      const permitted = new Set(
        coordinatesOf(schema, authorized).flatMap((one) => [one, ...onEachType(schema, one)]),
      );
      documents.set(authorized, permitted);
      return permitted;
    },
  };
}

/** @throws {BeyondPermitted} */
export function checkPermitted(fetch: FetchCoordinates, permitted: ReadonlySet<string>): void {
  const beyond = fetch.toPermit.filter((coordinate) => !permitted.has(coordinate));
  if (beyond.length > 0) throw new BeyondPermitted(beyond);
}

/** The planner may ask for an interface's field on each of its types. */
function onEachType(schema: GraphQLSchema, coordinate: string): readonly string[] {
  const [name = '', rest = ''] = coordinate.split(/\.(.*)/s);
  const type = schema.getType(name);
  if (!isInterfaceType(type)) return [];
  const { objects, interfaces } = schema.getImplementations(type);
  return [...objects, ...interfaces].map((one) => `${one.name}.${rest}`);
}

/** The fields of every `@key` and `@requires`, as the supergraph's join directives keep them. */
function joinCoordinates(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const found = document.definitions.flatMap((definition) => {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      return [];
    }
    const fields = definition.fields?.flatMap(({ directives }) => directives ?? []) ?? [];
    return [...(definition.directives ?? []), ...fields]
      .flatMap((directive) => directive.arguments ?? [])
      .flatMap(({ name, value }) =>
        JOINING.has(name.value) && value.kind === Kind.STRING ? [value.value] : [],
      )
      .flatMap((selection) => coordinatesIn(schema, definition.name.value, selection));
  });
  return new Set(found);
}

const JOINING: ReadonlySet<string> = new Set(['key', 'requires']);

function coordinatesIn(schema: GraphQLSchema, type: string, selection: string): readonly string[] {
  return coordinatesOf(schema, parse(`fragment Joining on ${type} { ${selection} }`)).flatMap(
    (one) => [one, ...onEachType(schema, one)],
  );
}
