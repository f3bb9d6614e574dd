import { expect, it } from 'vitest';
import type { Caller } from '../../lib/hop/index.ts';
import { bankIdOf, newDecisionId, newId } from '../../lib/ids.ts';
import { createGrants, type GrantsOutcome } from './grants.ts';

const GRANT = { id: newId(), permission: 'pii:read', until: '2026-11-25T12:05:00.000Z' };
const SOME = [{ ...GRANT, until: new Date(GRANT.until) }];

function callerOf(change: Partial<Caller> = {}): Caller {
  const who = { subject: 'alice', role: 'ANALYST', bankId: bankIdOf('HB') };
  return { ...who, decisionId: newDecisionId(), policyRevision: 'r1', ...change };
}

/** Answers one after the other, the last for ever. */
function setUp(...answers: readonly (() => Promise<{ status: number; body: string }>)[]) {
  const clock = { ms: 0 };
  const asked: Caller[] = [];
  const outcomes: GrantsOutcome[] = [];
  const grantsOf = createGrants({
    ask: (caller) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(caller);
      if (!answer) throw new Error('nothing to answer');
      return answer();
    },
    now: () => clock.ms,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  return { grantsOf, clock, asked, outcomes };
}

const answering =
  (grants: unknown, status = 200) =>
  async () => ({ status, body: JSON.stringify({ grants }) });

it('are those the audit subgraph names', async () => {
  const { grantsOf, outcomes } = setUp(answering([GRANT]));
  expect(await grantsOf(callerOf())).toEqual(SOME);
  expect(outcomes).toEqual(['some']);
});

it('are kept for less than a second from when they were asked for', async () => {
  const { grantsOf, clock, asked, outcomes } = setUp(answering([GRANT]), answering([]));
  await grantsOf(callerOf());
  clock.ms = 999;
  expect(await grantsOf(callerOf())).toEqual(SOME);
  expect(asked).toHaveLength(1);
  clock.ms = 1_000;
  expect(await grantsOf(callerOf())).toEqual([]);
  expect(outcomes).toEqual(['some', 'kept', 'none']);
});

it('count from the question on, however long the answer took', async () => {
  let answer = (_: { status: number; body: string }) => {};
  const slow = new Promise<{ status: number; body: string }>((resolve) => {
    answer = resolve;
  });
  const { grantsOf, clock, asked } = setUp(() => slow, answering([]));
  const first = grantsOf(callerOf());
  clock.ms = 990;
  answer({ status: 200, body: JSON.stringify({ grants: [GRANT] }) });
  expect(await first).toEqual(SOME);
  clock.ms = 1_010;
  expect(await grantsOf(callerOf())).toEqual([]);
  expect(asked).toHaveLength(2);
});

it('are asked for once by operations that come together', async () => {
  const { grantsOf, asked } = setUp(answering([GRANT]));
  const together = await Promise.all([grantsOf(callerOf()), grantsOf(callerOf())]);
  expect(together).toEqual([SOME, SOME]);
  expect(asked).toHaveLength(1);
});

it.each<[string, Partial<Caller>]>([
  ['subject', { subject: 'bob' }],
  ['role', { role: 'ADMIN' }],
  ['bank', { bankId: bankIdOf('AB') }],
  ['subject that reads like two', { subject: 'alice","ANALYST' }],
])('are never those of another %s', async (_what, change) => {
  const { grantsOf, asked } = setUp(answering([GRANT]), answering([]));
  await grantsOf(callerOf());
  expect(await grantsOf(callerOf(change))).toEqual([]);
  expect(asked).toHaveLength(2);
});

it.each<[string, () => Promise<{ status: number; body: string }>]>([
  ['cannot be reached', () => Promise.reject(new Error('ECONNREFUSED'))],
  ['refuses', answering([GRANT], 401)],
  ['fails', answering([GRANT], 500)],
  ['answers no JSON', async () => ({ status: 200, body: '<html>' })],
  ['answers something else', async () => ({ status: 200, body: '[]' })],
  ['names no id', answering([{ ...GRANT, id: undefined }])],
  ['names an end that is none', answering([{ ...GRANT, until: 'tomorrow' }])],
  ['names an end in another form', answering([{ ...GRANT, until: '2026-11-25T12:05:00Z' }])],
  ['says more than was asked', answering([{ ...GRANT, role: 'ADMIN' }])],
  ['names more than anyone has', answering(Array(101).fill(GRANT))],
])('are none where the audit subgraph %s', async (_what, answer) => {
  const { grantsOf, outcomes } = setUp(answer);
  expect(await grantsOf(callerOf())).toEqual([]);
  expect(outcomes).toEqual(['failed']);
});

it('are looked for again a second after a failure', async () => {
  const { grantsOf, clock, asked } = setUp(answering([], 500), answering([GRANT]));
  expect(await grantsOf(callerOf())).toEqual([]);
  clock.ms = 999;
  expect(await grantsOf(callerOf())).toEqual([]);
  expect(asked).toHaveLength(1);
  clock.ms = 1_000;
  expect(await grantsOf(callerOf())).toEqual(SOME);
});
