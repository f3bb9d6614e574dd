/** What becomes of a request to erase somebody: pure, so that every way is a table of cases. */
import type { ErasureRequestModel } from '../models.ts';
import type { ErasureError } from '../resolvers.generated.ts';
import { isPrintable } from './payment-batch.ts';

const REASON_CHARACTERS_MAX = 500;

export type Decision =
  | { readonly kind: 'changed'; readonly request: ErasureRequestModel }
  /** It was so already. */
  | { readonly kind: 'unchanged'; readonly request: ErasureRequestModel }
  | { readonly kind: 'refused'; readonly error: ErasureError };

export interface Decider {
  readonly by: string;
  readonly now: Date;
}

export type Decide = (request: ErasureRequestModel | undefined, decider: Decider) => Decision;

const UNKNOWN = refused('UNKNOWN_REQUEST', 'The bank has no such request.');

export function checkReason(reason: string): readonly ErasureError[] {
  if (isPrintable(reason, REASON_CHARACTERS_MAX) && reason.trim() !== '') return [];
  const message = `Say why, in 1 to ${REASON_CHARACTERS_MAX} characters on one line.`;
  return [{ code: 'INVALID_REASON', message, field: 'input.reason' }];
}

/** Another person approves, and it is done; to approve twice is to approve once. */
export const approve: Decide = (request, { by, now }) => {
  if (!request) return UNKNOWN;
  if (request.requestedBy === by) {
    return refused('SAME_PERSON', 'Another person has to approve it.');
  }
  switch (request.state) {
    case 'REQUESTED': {
      const decided = { state: 'ERASED' as const, decidedBy: by, decidedAt: now };
      return { kind: 'changed', request: { ...request, ...decided } };
    }
    case 'ERASED':
      return { kind: 'unchanged', request };
    case 'REJECTED':
      return refused('REQUEST_REJECTED', 'It was turned down; it takes a new request.');
  }
};

/** Whoever asked may take it back: that erases nothing. */
export const reject: Decide = (request, { by, now }) => {
  if (!request) return UNKNOWN;
  switch (request.state) {
    case 'REQUESTED': {
      const decided = { state: 'REJECTED' as const, decidedBy: by, decidedAt: now };
      return { kind: 'changed', request: { ...request, ...decided } };
    }
    case 'REJECTED':
      return { kind: 'unchanged', request };
    case 'ERASED':
      return refused('REQUEST_EXECUTED', 'It is done, and nothing brings it back.');
  }
};

export function subjectError(code: string, message: string): ErasureError {
  return { code, message, field: 'input.subject.id' };
}

function refused(code: string, message: string): Decision {
  return { kind: 'refused', error: { code, message, field: 'input.id' } };
}
