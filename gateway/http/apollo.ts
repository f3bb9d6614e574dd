/** Apollo Server as the GraphQL-over-HTTP front; its hooks only call the pipeline's stages. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { type GraphQLError, type GraphQLFormattedError, printSchema } from 'graphql';
import { CODES, isCode } from '../../lib/errors/index.ts';
import type { Log } from '../../lib/log.ts';
import { type AnswerDeps, answer, refuse } from '../pipeline/index.ts';
import { TOKENS_MAX } from '../pipeline/parse.ts';
import { OperationRefused } from '../pipeline/refuse.ts';
import type { Admission, Answer, OperationRequest } from '../pipeline/types.ts';

/** Apollo's context value: the admission, and the answer once there is one. */
export interface ApolloContext {
  readonly admission: Admission;
  /** The text of the registered document that is asked for by its id. */
  readonly registered: string | undefined;
  /** What becomes of the operation, where it is not answered. */
  readonly instead?: {
    readonly answer: (operation: OperationRequest) => Promise<Answer>;
    /** The name it has in the audit trail. */
    readonly nameOf: (operationName: string | null) => string;
  };
  answered?: Answer;
}

export function createApolloServer(deps: AnswerDeps, log: Log): ApolloServer<ApolloContext> {
  return new ApolloServer<ApolloContext>({
    gateway: pipelineGateway(deps),
    // The validate stage does it, against the schema the caller can see.
    dangerouslyDisableValidation: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: TOKENS_MAX },
    stopOnTerminationSignals: false,
    formatError: withKnownCode,
    logger: log,
    plugins: [
      askRegistered(),
      recordRefusedByApollo(deps),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

function pipelineGateway(deps: AnswerDeps): GatewayInterface {
  return {
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: deps.apiSchema, coreSupergraphSdl: printSchema(deps.apiSchema) });
      return () => {};
    },
    stop: async () => {},
    load: async () => ({
      executor: async ({ context, document, source, request }) => {
        if (!isApolloContext(context)) throw new Error('an operation without an admission');
        const { operationName, variables } = request;
        const operation = { document, source, operationName, variables };
        const { admission, instead } = context;
        context.answered = await (instead?.answer(operation) ?? answer(deps, admission, operation));
        return context.answered.result;
      },
    }),
  };
}

/** Puts a registered document's text in the place of its id; from there it is as if it was sent. */
function askRegistered(): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: async ({ request, contextValue }) => {
      if (contextValue.registered === undefined) return;
      const { persistedQuery: _, ...extensions } = request.extensions ?? {};
      request.query = contextValue.registered;
      request.extensions = extensions;
    },
  };
}

/**
 * Sets status and headers of an answer. What Apollo Server refuses by itself (syntax, a mutation
 * by GET) never reaches the executor; it goes through the same refused exit here.
 */
function recordRefusedByApollo(deps: AnswerDeps): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, request, response, errors, ...sentBy }) => {
        const { http } = response;
        // Unset where a persisted query's hash is not that of its text.
        const source = sentBy.source ?? request.query;
        if (contextValue.answered) {
          setHead(http, contextValue.answered, contextValue.answered.status);
        } else if (source !== undefined) {
          const sent = request.operationName ?? null;
          const name = contextValue.instead?.nameOf(sent) ?? sent;
          const thrown = asRefused(errors ?? []);
          const refused = await refuse(deps, contextValue.admission, source, name, thrown);
          response.body = { kind: 'single', singleResult: formatted(refused) };
          const isUnrecorded = refused.status === CODES.AUDIT_UNAVAILABLE.status;
          setHead(http, refused, isUnrecorded ? refused.status : http.status);
        }
      },
    }),
  };
}

interface Head {
  status?: number;
  readonly headers: { set(name: string, value: string): unknown };
}

function setHead(head: Head, answered: Answer, status: number | undefined): void {
  if (status !== undefined) head.status = status;
  for (const [name, value] of Object.entries(answered.headers)) head.headers.set(name, value);
}

function asRefused(errors: readonly GraphQLError[]): OperationRefused {
  const code = errors[0]?.extensions.code;
  return new OperationRefused(isCode(code) ? code : 'BAD_REQUEST', errors);
}

function formatted(answered: Answer) {
  const { errors, extensions } = answered.result;
  return { errors: (errors ?? []).map((error) => error.toJSON()), extensions };
}

/** The last look at every error that leaves: a code of ours, and no stack. */
function withKnownCode(error: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _, ...extensions } = error.extensions ?? {};
  if (isCode(extensions.code)) return { ...error, extensions };
  return { ...error, extensions: { ...extensions, code: 'BAD_REQUEST' } };
}

function isApolloContext(context: object): context is ApolloContext {
  return 'admission' in context;
}
