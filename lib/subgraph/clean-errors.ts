/** What of an error leaves the subgraph: refusals as they are, faults as one sentence. */
import { GraphQLError } from 'graphql';
import { TransactionError } from '../db/index.ts';
import { Refusal } from '../errors/index.ts';
import type { Log } from '../log.ts';
import { describeFault } from './describe-fault.ts';

/** An error at a path: a resolver's refusal, or a fault that goes to the log with its cause. */
export function cleanError(error: GraphQLError, log: Log): GraphQLError {
  const { originalError, path } = error;
  if (!(originalError instanceof Refusal)) {
    if (isAbandoned(originalError)) log.debug({ path }, 'abandoned');
    else log.error({ fault: describeFault(originalError ?? error), path }, 'resolver fault');
    return answer('Internal error', error, { code: 'INTERNAL_SERVER_ERROR' });
  }
  const { code, details } = originalError;
  log.info({ code, reason: details.reason, path }, 'refused');
  return answer(originalError.message, error, {
    code,
    ...(details.reason !== undefined && { reason: details.reason }),
    ...(details.hint !== undefined && { hint: details.hint }),
    ...(details.coordinate !== undefined && { coordinate: details.coordinate }),
  });
}

/** Nobody reads the answer any more, and nothing is wrong. */
export function isAbandoned(error: unknown): boolean {
  return error instanceof TransactionError && error.fault === 'ABORTED';
}

/** An error of the request itself. graphql-js words these about the client's own text only. */
export function toRequestError(error: GraphQLError, code: string): GraphQLError {
  return answer(error.message, error, { code });
}

function answer(
  message: string,
  { nodes, source, positions, path }: GraphQLError,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
