/** A subgraph as ApolloGateway's data source: POST with a hop token, never throws. */
import type { GraphQLDataSource } from '@apollo/gateway';
import { Kind, parse, type SelectionNode } from 'graphql';
import { z } from 'zod';
import { type HopClaims, signHopToken } from '../../lib/hop/index.ts';
import type { SigningKey } from '../../lib/keys.ts';
import type { Transport } from './transport.ts';

/** What a request hands to each of its fetches. */
export interface FetchContext extends Record<string, unknown> {
  readonly caller: HopClaims;
  /** `performance.now()` at which the answer must be there. */
  readonly deadline: number;
}

export interface FetchDeps {
  readonly transport: Transport;
  /** Undefined where foreign subgraphs are called, which know no hop tokens. */
  readonly hopKey: SigningKey | undefined;
  readonly onFault: (subgraph: string, caller: HopClaims, cause: unknown) => void;
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
      const { caller, deadline } = options.incomingRequestContext.context;
      const { query, operationName, variables } = options.request;
      try {
        const body = JSON.stringify({ query, operationName, variables });
        return await postAs(deps, name, url, caller, body, deadline - performance.now());
      } catch (cause) {
        deps.onFault(name, caller, cause);
        return { data: null, errors: unavailable(query, variables?.representations) };
      }
    },
  };
}

async function postAs(
  deps: FetchDeps,
  name: string,
  url: string,
  caller: HopClaims,
  body: string,
  timeoutMs: number,
): Promise<FetchResponse> {
  if (timeoutMs <= 0) throw new Error('the deadline has passed');
  const response = await deps.transport.post({
    url,
    headers: await headersFor(deps.hopKey, name, caller),
    body,
    timeoutMs,
  });
  const parsed = SubgraphResponse.parse(JSON.parse(response.body));
  if (response.status === 401) throw new Error('the hop token was refused');
  return { data: parsed.data ?? null, ...(parsed.errors ? { errors: parsed.errors } : {}) };
}

/** Headers of a request to a subgraph made for a caller. */
export async function headersFor(
  hopKey: SigningKey | undefined,
  audience: string,
  caller: HopClaims,
): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  if (!hopKey) return headers;
  return {
    ...headers,
    authorization: `Bearer ${await signHopToken(hopKey, { ...caller, audience })}`,
  };
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
