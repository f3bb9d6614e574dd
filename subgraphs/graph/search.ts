/** Looks for ways within limits. */

import { codeOf } from '../../lib/errors/index.ts';
import type { RequestContext } from '../../lib/subgraph/index.ts';
import { tooManyWays, toPaths } from './domain/path.ts';
import type { PathQuestion } from './domain/path-question.ts';
import { findPaths } from './queries/find-paths.ts';
import type { PaymentPath } from './resolvers.generated.ts';

export interface PathLimits {
  /** Unfinished ways looked at, at most. */
  readonly stepsMax: number;
  readonly timeoutMs: number;
}

/** PostgreSQL, appendix A: query_canceled, which a statement timeout is. */
const QUERY_CANCELED = '57014';

/** @throws {Refusal} BAD_USER_INPUT when the limits end the search before it has an answer. */
export async function searchPaths(
  { readInTenant, principal: { bankId } }: Pick<RequestContext, 'readInTenant' | 'principal'>,
  question: PathQuestion,
  limits: PathLimits,
): Promise<readonly PaymentPath[]> {
  try {
    const found = await readInTenant((tx) => findPaths(tx, bankId, question, limits.stepsMax), {
      statementTimeoutMs: limits.timeoutMs,
    });
    return toPaths(found, question.first);
  } catch (error) {
    if (isCanceled(error)) throw tooManyWays(error);
    throw error;
  }
}

function isCanceled(error: unknown): boolean {
  return codeOf(error) === QUERY_CANCELED;
}
