/** The subgraph `policy`: it knows the policy only, so it runs in this process, without a hop. */
import { readFile } from 'node:fs/promises';
import type { GraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import { z } from 'zod';
import type { Caller } from '../../lib/hop/index.ts';
import { checkPermitted, type Permitted } from '../fetch/permitted.ts';
import type { FetchContext } from '../fetch/subgraph-source.ts';
import type { Explain } from './explain.ts';
import type { PolicyDesk } from './policy-desk.ts';
import { statusAnswer } from './policy-status.ts';
import { publishPolicy } from './publish-policy.ts';

export const POLICY_SUBGRAPH = 'policy';

const SCHEMA_FILE = new URL('../../schema/policy.graphql', import.meta.url);

/** What the planner hands over of a decision: the key and what `@requires` names. */
const Representation = z.object({
  role: z.string(),
  policyRevision: z.string(),
  deniedCoordinates: z.array(z.string()),
});

export interface PolicySubgraphParts {
  readonly explain: Explain;
  readonly desk: PolicyDesk;
}

/**
 * Answers the fetches of a plan; the operation was authorized before it was planned, so all that is
 * looked at is that the fetch asks for no more, as before a token is signed.
 * @param onFault told the cause of an explanation that failed; the client sees that it is missing.
 */
export function policySubgraph(
  parts: PolicySubgraphParts,
  permitted: Permitted,
  onFault: (cause: unknown, caller: FetchContext['caller']) => void,
): GraphQLDataSource<FetchContext> {
  let schema: Promise<GraphQLSchema> | undefined;
  return {
    process: async (options) => {
      if (!('incomingRequestContext' in options)) throw new Error('a fetch without a caller');
      // Few ever ask, so the schema is built when the first does.
      schema ??= subgraphSchema(parts);
      const { query, variables } = options.request;
      const { caller, permitted: authorized } = options.incomingRequestContext.context;
      try {
        checkPermitted(permitted.fetchOf(query ?? ''), permitted.by(authorized));
      } catch (cause) {
        onFault(cause, caller);
        return { data: null, errors: [unavailable({ path: undefined })] };
      }
      const result = await graphql({
        schema: await schema,
        source: query ?? '',
        contextValue: caller,
        ...(variables ? { variableValues: variables } : {}),
      });
      const { errors } = result;
      if (!errors) return { data: plain(result.data) };
      for (const error of errors) onFault(error.originalError ?? error, caller);
      return { data: plain(result.data), errors: errors.map(unavailable) };
    },
  };
}

async function subgraphSchema({ explain, desk }: PolicySubgraphParts): Promise<GraphQLSchema> {
  return buildSubgraphSchema([
    {
      typeDefs: parse(await readFile(SCHEMA_FILE, 'utf8')),
      resolvers: {
        Query: {
          policyStatus: (_root: unknown, _args: object, { bankId }: Caller) => {
            const status = desk.status();
            return status ? statusAnswer(status, bankId) : null;
          },
        },
        Mutation: {
          publishPolicy: (_root: unknown, args: object, caller: Caller) =>
            publishPolicy(desk, caller, args),
        },
        OperationDecision: {
          __resolveReference: (representation: object) => representation,
          explanations: (decision: object) => explain(Representation.parse(decision)),
        },
      },
    },
  ]);
}

/** Executed data has no prototype; the planner's merge expects one. */
function plain(data: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(data ?? {})));
}

function unavailable({ path }: { readonly path?: readonly (string | number)[] | undefined }) {
  const extensions = { code: 'SUBGRAPH_UNAVAILABLE' };
  return { message: 'unavailable', extensions, ...(path ? { path: [...path] } : {}) };
}
