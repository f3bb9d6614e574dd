/** From a request body to a GraphQL result: read, parse and validate, execute, clean the errors. */
import {
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import { z } from 'zod';
import { CODES, type Code, Refusal } from '../errors/index.ts';
import { notPermitted } from './check-hop.ts';
import { cleanError, toRequestError } from './clean-errors.ts';
import type { RequestContext, SubgraphContext, SubgraphDefinition } from './definition.ts';
import type { DocumentResult } from './documents.ts';
import { estimateNodes, type OperationParts } from './estimate-nodes.ts';
import type { SubgraphMetrics } from './metrics.ts';
import { spendToken } from './spend-token.ts';

export interface GraphQLAnswer {
  readonly status: number;
  readonly body: Pick<ExecutionResult, 'data' | 'errors'>;
}

export interface ExecuteParts<L> {
  readonly definition: SubgraphDefinition<L>;
  readonly schema: GraphQLSchema;
  readonly documents: (text: string) => DocumentResult;
  readonly metrics: SubgraphMetrics;
}

const Body = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** Two pages of the largest size inside each other pass, three don't. */
const NODES_MAX = 250_000;
const TOO_LARGE = 'The operation asks for too many objects; ask for smaller pages.';

export function createExecute<L>(
  parts: ExecuteParts<L>,
): (body: unknown, context: RequestContext) => Promise<GraphQLAnswer> {
  const { definition, schema, documents, metrics } = parts;
  return async (body, requestContext) => {
    const request = Body.safeParse(body);
    if (!request.success) throw new Refusal('BAD_REQUEST', CODES.BAD_REQUEST.doc);
    const stop = metrics.startTimer();
    const result = documents(request.data.query);
    if (result.kind === 'invalid') {
      stop('refused');
      return refused(result.code, result.errors);
    }
    const { variables, operationName } = request.data;
    const { document } = result;
    const { principal, inTenant } = requestContext;
    if (result.coordinates !== principal.coordinates) {
      stop('refused');
      metrics.hopRefused('coordinates');
      throw notPermitted();
    }
    if (tooLarge({ schema, document, operationName, variables: variables ?? {} })) {
      stop('refused');
      return refused('COST_LIMIT_EXCEEDED', [new GraphQLError(TOO_LARGE)]);
    }
    const operation = getOperationAST(document, operationName)?.operation;
    if (operation === OperationTypeNode.MUTATION) {
      await spendToken(inTenant, principal).catch((error: unknown) => {
        stop('refused');
        if (error instanceof Refusal) metrics.hopRefused('spent');
        throw error;
      });
    }
    const context: SubgraphContext<L> = {
      ...requestContext,
      loaders: definition.createLoaders(requestContext),
    };
    const { data, errors } = await execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName,
    });
    // Without a data entry nothing ran: the request itself was wrong (GraphQL spec §7.1.2).
    if (data === undefined) {
      stop('refused');
      return refused('BAD_USER_INPUT', errors ?? []);
    }
    stop(errors ? 'partial' : 'ok');
    if (!errors) return { status: 200, body: { data } };
    return { status: 200, body: { errors: errors.map((e) => cleanError(e, context.log)), data } };
  };
}

function tooLarge(parts: OperationParts): boolean {
  return estimateNodes(parts) > NODES_MAX;
}

function refused(code: Code, errors: NonNullable<ExecutionResult['errors']>): GraphQLAnswer {
  const { status } = CODES[code];
  return { status, body: { errors: errors.map((error) => toRequestError(error, code)) } };
}
