/** Looks for ways within limits. */

import { codeOf } from '../../lib/errors/index.ts';
import type { AccountTags } from '../../lib/personal/index.ts';
import type { RequestContext } from '../../lib/subgraph/index.ts';
import { type PathModel, tooManyWays, toPaths } from './domain/path.ts';
import type { PathQuestion } from './domain/path-question.ts';
import { findPaths } from './queries/find-paths.ts';

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
  { findTags }: Pick<AccountTags, 'findTags'>,
  question: PathQuestion,
  limits: PathLimits,
): Promise<readonly PathModel[]> {
  const { from, to, maxHops, first } = question;
  const [fromId, toId] = (await findTags([from, to])) ?? [];
  // Where no account was ever tagged there are no nodes either.
  if (fromId === undefined || toId === undefined) return [];
  const ends = { fromId, toId, maxHops, first };
  try {
    const found = await readInTenant((tx) => findPaths(tx, bankId, ends, limits.stepsMax), {
      statementTimeoutMs: limits.timeoutMs,
    });
    return toPaths(found, first);
  } catch (error) {
    if (isCanceled(error)) throw tooManyWays(error);
    throw error;
  }
}

function isCanceled(error: unknown): boolean {
  return codeOf(error) === QUERY_CANCELED;
}
