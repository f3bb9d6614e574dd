/** What paths() is asked, checked once. */
import { Refusal } from '../../../lib/errors/index.ts';
import { type AccountRef, toAccountRef } from './account-ref.ts';
import { checkRange } from './range.ts';

export interface PathQuestion {
  readonly from: AccountRef;
  readonly to: AccountRef;
  readonly maxHops: number;
  readonly first: number;
}

const MAX_HOPS = { min: 1, max: 4 };
const FIRST = { min: 1, max: 50 };

/** @throws {Refusal} BAD_USER_INPUT for what is out of range, or a way from an account to itself. */
export function toPathQuestion(asked: PathQuestion): PathQuestion {
  const from = toAccountRef('from', asked.from);
  const to = toAccountRef('to', asked.to);
  if (from.bank === to.bank && from.number === to.number) {
    throw new Refusal('BAD_USER_INPUT', 'from and to name the same account.', {
      reason: 'SAME_ACCOUNT',
    });
  }
  return {
    from,
    to,
    maxHops: checkRange('maxHops', asked.maxHops, MAX_HOPS),
    first: checkRange('first', asked.first, FIRST),
  };
}
