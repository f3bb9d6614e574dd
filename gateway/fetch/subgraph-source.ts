/** A subgraph as ApolloGateway's data source: POST with a hop token, never throws. */
import type { GraphQLDataSource } from '@apollo/gateway';
import { type DocumentNode, Kind, parse, type SelectionNode } from 'graphql';
import { z } from 'zod';
import type { Caller } from '../../lib/hop/index.ts';
import { checkPermitted, type Permitted } from './permitted.ts';
import { headersFor, type SignHop } from './sign-hop.ts';
import type { Transport } from './transport.ts';

/** What a request hands to each of its fetches. */
export interface FetchContext extends Record<string, unknown> {
  readonly caller: Caller;
  /** `performance.now()` at which the answer must be there. */
  readonly deadline: number;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** What authorize left of the document: a fetch may ask for no more, but for the planner's keys. */
  readonly permitted: DocumentNode;
}

export interface FetchDeps {
  readonly transport: Transport;
  /** Undefined where foreign subgraphs are called, which know no hop tokens. */
  readonly signHop: SignHop | undefined;
  readonly permitted: Permitted;
  readonly onFault: (subgraph: string, caller: Caller, cause: unknown) => void;
}

type FetchResponse = Awaited<ReturnType<GraphQLDataSource['process']>>;
type ResponseErrors = NonNullable<FetchResponse['errors']>;

const SubgraphResponse = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

/**
 * A fetch that fails becomes one SUBGRAPH_UNAVAILABLE error per field it was to fill, so that
 * the client sees which paths are missing.
 */
export function subgraphSource(
  deps: FetchDeps,
  name: string,
  url: string,
): GraphQLDataSource<FetchContext> {
  return {
    process: async (options): Promise<FetchResponse> => {
      // ApolloGateway asks for nothing else: no health checks, no schema loading.
      if (!('incomingRequestContext' in options)) throw new Error('a fetch without a caller');
      const { context } = options.incomingRequestContext;
      const { query, operationName, variables } = options.request;
      try {
        const body = JSON.stringify({ query, operationName, variables });
        return await postAs(deps, { name, url }, context, query ?? '', body);
      } catch (cause) {
        // A client that leaves is no fault of the subgraph's.
        if (!context.signal.aborted) deps.onFault(name, context.caller, cause);
        return { data: null, errors: unavailable(query, variables?.representations) };
      }
    },
  };
}

async function postAs(
  { transport, signHop, permitted }: FetchDeps,
  subgraph: { readonly name: string; readonly url: string },
  context: FetchContext,
  query: string,
  body: string,
): Promise<FetchResponse> {
  context.signal.throwIfAborted();
  const remainingMs = context.deadline - performance.now();
  if (remainingMs <= 0) throw new Error('the deadline has passed');
  const fetch = permitted.fetchOf(query);
  checkPermitted(fetch, permitted.by(context.permitted));
  const hop = { audience: subgraph.name, coordinates: fetch.hash, remainingMs };
  const response = await transport.post({
    url: subgraph.url,
    headers: headersFor(signHop, context.caller, hop),
    body,
    timeoutMs: remainingMs,
    signal: context.signal,
  });
  if (response.status === 401 || response.status === 403) {
    throw new Error(`the hop token was refused: ${response.status}`);
  }
  const parsed = SubgraphResponse.parse(JSON.parse(response.body));
  return { data: parsed.data ?? null, ...(parsed.errors ? { errors: parsed.errors } : {}) };
}

function unavailable(query: string | undefined, representations: unknown): ResponseErrors {
  const document = parse(query ?? '{ __typename }');
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const selections = definition?.selectionSet.selections ?? [];
  const extensions = { code: 'SUBGRAPH_UNAVAILABLE' };
  const message = 'unavailable';
  const paths = Array.isArray(representations)
    ? representations.flatMap((_, index) =>
        responseKeys(selections.flatMap(inner)).map((key) => ['_entities', index, key]),
      )
    : responseKeys(selections).map((key) => [key]);
  if (paths.length === 0) return [{ message, extensions }];
  return paths.map((path) => ({ message, path, extensions }));
}

function inner(selection: SelectionNode): readonly SelectionNode[] {
  return selection.kind === Kind.FRAGMENT_SPREAD ? [] : (selection.selectionSet?.selections ?? []);
}

function responseKeys(selections: readonly SelectionNode[]): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.alias?.value ?? selection.name.value];
    return responseKeys(inner(selection));
  });
}
