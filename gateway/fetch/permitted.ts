/**
 * The last look before a fetch is signed: it asks for nothing that authorize did not leave. Should
 * pruning or planning ever let a withheld field through, no token is made for it.
 */
import {
  buildASTSchema,
  type ConstDirectiveNode,
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
  /** Those an operation must permit: all but the keys of entities. */
  readonly toPermit: readonly ToPermit[];
}

interface ToPermit {
  readonly coordinate: string;
  /** Fields that `@requires` it, by way of others too: to permit one of them is to permit it. */
  readonly requiredBy: readonly string[];
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
  const { keys, requiredBy } = joinCoordinates(schema, document);
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
      const toPermit = all
        .filter((one) => !keys.has(one) && !ENTITIES.test(one))
        .map((coordinate) => ({ coordinate, requiredBy: closure(requiredBy, coordinate) }));
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
  const beyond = fetch.toPermit.filter(
    ({ coordinate, requiredBy }) =>
      !permitted.has(coordinate) && !requiredBy.some((field) => permitted.has(field)),
  );
  if (beyond.length > 0) throw new BeyondPermitted(beyond.map(({ coordinate }) => coordinate));
}

/** The planner may ask for an interface's field on each of its types. */
function onEachType(schema: GraphQLSchema, coordinate: string): readonly string[] {
  const [name = '', rest = ''] = coordinate.split(/\.(.*)/s);
  const type = schema.getType(name);
  if (!isInterfaceType(type)) return [];
  const { objects, interfaces } = schema.getImplementations(type);
  return [...objects, ...interfaces].map((one) => `${one.name}.${rest}`);
}

interface Joins {
  /** Ids, needed wherever an entity crosses subgraphs. */
  readonly keys: ReadonlySet<string>;
  /** By what is required: the fields that do. */
  readonly requiredBy: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The fields of every `@key` and `@requires`, as the supergraph's join directives keep them. */
function joinCoordinates(schema: GraphQLSchema, document: DocumentNode): Joins {
  const keys = new Set<string>();
  const requiredBy = new Map<string, Set<string>>();
  for (const definition of document.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    const type = definition.name.value;
    for (const selection of selectionsIn(definition.directives, 'key')) {
      for (const one of coordinatesIn(schema, type, selection)) keys.add(one);
    }
    for (const { name, directives } of definition.fields ?? []) {
      for (const selection of selectionsIn(directives, 'requires')) {
        for (const one of coordinatesIn(schema, type, selection)) {
          const known = requiredBy.get(one) ?? new Set();
          requiredBy.set(one, known.add(`${type}.${name.value}`));
        }
      }
    }
  }
  return { keys, requiredBy };
}

function selectionsIn(
  directives: readonly ConstDirectiveNode[] | undefined,
  argument: string,
): readonly string[] {
  return (directives ?? [])
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ name, value }) =>
      name.value === argument && value.kind === Kind.STRING ? [value.value] : [],
    );
}

/** A required field may be computed itself, and require others. */
function closure(requiredBy: Joins['requiredBy'], coordinate: string): readonly string[] {
  const found = new Set<string>();
  const visitAll = (of: string): void => {
    for (const field of requiredBy.get(of) ?? []) {
      if (found.has(field)) continue;
      found.add(field);
      visitAll(field);
    }
  };
  visitAll(coordinate);
  return [...found];
}

function coordinatesIn(schema: GraphQLSchema, type: string, selection: string): readonly string[] {
  return coordinatesOf(schema, parse(`fragment Joining on ${type} { ${selection} }`)).flatMap(
    (one) => [one, ...onEachType(schema, one)],
  );
}
