/** Looks for ways within limits. */
import type { RequestContext } from '../../lib/subgraph/index.ts';
import { tooManyWays, toPaths } from './domain/path.ts';
import type { PathQuestion } from './domain/path-question.ts';
import { findPaths, type PathLimits } from './queries/find-paths.ts';
import type { PaymentPath } from './resolvers.generated.ts';

/** PostgreSQL, appendix A: query_canceled, which a statement timeout is. */
const QUERY_CANCELED = '57014';

/** @throws {Refusal} BAD_USER_INPUT when the limits end the search before it has an answer. */
export async function searchPaths(
  { inTenant, principal: { bankId } }: Pick<RequestContext, 'inTenant' | 'principal'>,
  question: PathQuestion,
  limits: PathLimits,
): Promise<readonly PaymentPath[]> {
  try {
    const found = await inTenant((tx) => findPaths(tx, bankId, question, limits));
    return toPaths(found, question.first);
  } catch (error) {
    if (isCanceled(error)) throw tooManyWays(error);
    throw error;
  }
}

function isCanceled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === QUERY_CANCELED;
}
