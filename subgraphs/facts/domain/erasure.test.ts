/** What becomes of a request to erase somebody. */
import { describe, expect, it } from 'vitest';
import { bankIdOf, newId } from '../../../lib/ids.ts';
import type { ErasureRequestModel } from '../models.ts';
import { approve, checkReason, type Decide, reject } from './erasure.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const waiting: ErasureRequestModel = {
  ...{ bankId: bankIdOf('HB'), id: newId(), subjectKind: 'ACCOUNT_HOLDER', subjectId: newId() },
  ...{ reason: 'asked for', requestedBy: 'alice', requestedAt: NOW },
  ...{ state: 'REQUESTED', decidedBy: null, decidedAt: null },
};
const erased: ErasureRequestModel = { ...waiting, state: 'ERASED', decidedBy: 'bob' };
const rejected: ErasureRequestModel = { ...waiting, state: 'REJECTED', decidedBy: 'bob' };

describe('a request', () => {
  it.each<[string, Decide, ErasureRequestModel | undefined, string, string]>([
    ['is done once another person approves', approve, waiting, 'bob', 'ERASED'],
    ['is approved by nobody who asked for it', approve, waiting, 'alice', 'SAME_PERSON'],
    ['that is done stays so, approved again', approve, erased, 'carol', 'unchanged'],
    ['that is done is not told of to who asked', approve, erased, 'alice', 'SAME_PERSON'],
    ['that was turned down erases nothing', approve, rejected, 'carol', 'REQUEST_REJECTED'],
    ['nobody made erases nothing', approve, undefined, 'bob', 'UNKNOWN_REQUEST'],
    ['is turned down by another person', reject, waiting, 'bob', 'REJECTED'],
    ['is taken back by who asked for it', reject, waiting, 'alice', 'REJECTED'],
    ['that was turned down stays so', reject, rejected, 'carol', 'unchanged'],
    ['that is done can’t be turned down any more', reject, erased, 'bob', 'REQUEST_EXECUTED'],
    ['nobody made can’t be turned down', reject, undefined, 'bob', 'UNKNOWN_REQUEST'],
  ])('%s', (_what, decide, request, by, expected) => {
    const decision = decide(request, { by, now: NOW });
    if (decision.kind === 'refused') return expect(decision.error.code).toBe(expected);
    if (decision.kind === 'unchanged') return expect(expected).toBe('unchanged');
    expect(decision.request).toMatchObject({ state: expected, decidedBy: by, decidedAt: NOW });
  });

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['too much', 'a'.repeat(501)],
    ['what nobody can keep', 'a\0'],
    ['two lines', 'a\nb'],
  ])('for which %s is said is refused', (_what, reason) => {
    expect(checkReason(reason)).toMatchObject([{ code: 'INVALID_REASON', field: 'input.reason' }]);
    expect(checkReason('asked for')).toEqual([]);
  });
});
