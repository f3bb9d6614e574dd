/** The judge finds each violation, and none where there is none. */
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Afterwards, SentBatch, Told } from './history.ts';
import { judge, type Kind } from './judge.ts';

const SECRET = 'whsec_x';
const NOW = 1_764_064_800;
const SENT = ['a', 'b'].map((reference) => ({ reference, accountNumber: '1', minorUnits: 5 }));
const recorded = (replayed: boolean, count = 2): Told => ({ kind: 'recorded', count, replayed });
const unknown: Told = { kind: 'unknown', why: 'reset' };

function batch(change: Partial<SentBatch> = {}): SentBatch {
  return {
    ...{ bank: 'HB', key: 'k', payments: SENT, told: [unknown, recorded(true)] },
    ...{ abandoned: false, isReuse: false },
    ...change,
  };
}

function delivery(id: string, { secret = SECRET, at = NOW, isTaken = true } = {}) {
  const body = JSON.stringify({
    ...{ id: `e-${id}`, type: 'payment.recorded', bank_id: 'HB', payment_id: `p-${id}` },
    recorded_at: '2026-11-25T10:00:00.000Z',
  });
  const mac = createHmac('sha256', secret).update(`${NOW}.${body}`).digest('hex');
  return { bank: 'HB', body, signature: `t=${NOW},v1=${mac}`, at, isTaken };
}

const payment = (reference: string) => ({
  ...{ bank: 'HB', id: `p-${reference}`, reference, account: '1', minorUnits: 5 },
});
const event = (reference: string, place: number) => ({
  ...{ bank: 'HB', id: `e-${reference}`, paymentId: `p-${reference}`, account: '1' },
  position: [7, place] as const,
});
const good: Afterwards = {
  payments: [payment('a'), payment('b')],
  events: [event('a', 1), event('b', 2)],
  dead: [],
  waiting: 0,
  delivered: [delivery('a'), delivery('a'), delivery('b'), delivery('a')],
  secrets: new Map([['HB', SECRET]]),
};
const none: Afterwards = { ...good, payments: [], events: [], delivered: [] };

it.each<[string, SentBatch[], Afterwards]>([
  ['a batch told of twice', [batch({ told: [recorded(false), recorded(true)] })], good],
  ['a batch nobody was told of that is there', [batch({ told: [unknown], abandoned: true })], good],
  ['one that is not', [batch({ told: [unknown], abandoned: true })], none],
  [
    'a key refused for something else',
    [batch({ told: [{ kind: 'key-reused' }], isReuse: true })],
    none,
  ],
  [
    'an event that is a dead letter',
    [batch()],
    { ...good, dead: ['e-b'], delivered: [delivery('a')] },
  ],
])('%s is no violation', (_, batches, after) => {
  expect(judge(batches, after)).toEqual([]);
});

it.each<[Kind, string, SentBatch, Afterwards]>([
  ['lost', 'a promised payment that is not there', batch(), { ...good, payments: [payment('a')] }],
  [
    'torn',
    'half a batch',
    batch({ abandoned: true, told: [unknown] }),
    { ...good, payments: [payment('a')] },
  ],
  ['doubled', 'a payment twice', batch(), { ...good, payments: [...good.payments, payment('a')] }],
  [
    'changed',
    'another amount',
    batch(),
    { ...good, payments: [payment('a'), { ...payment('b'), minorUnits: 6 }] },
  ],
  [
    'not-sent',
    'a payment nobody sent',
    batch(),
    { ...good, payments: [...good.payments, payment('c')] },
  ],
  [
    'not-sent',
    'what a key was refused for',
    batch({ isReuse: true, told: [{ kind: 'key-reused' }] }),
    good,
  ],
  ['wrong-answer', 'two fresh answers', batch({ told: [recorded(false), recorded(false)] }), good],
  ['wrong-answer', 'a count that is not the batch', batch({ told: [recorded(false, 1)] }), good],
  ['wrong-answer', 'a replay of nothing', batch({ told: [recorded(true)] }), good],
  [
    'wrong-answer',
    'a retry rejected',
    batch({ told: [{ kind: 'rejected', codes: ['X'] }, recorded(true)] }),
    good,
  ],
  [
    'wrong-answer',
    'a retry refused',
    batch({ told: [{ kind: 'key-reused' }, recorded(true)] }),
    good,
  ],
  ['wrong-answer', 'a used key that records', batch({ isReuse: true }), none],
  ['wrong-answer', 'no answer to who kept asking', batch({ told: [unknown] }), none],
  ['event-lost', 'a payment without an event', batch(), { ...good, events: [event('a', 1)] }],
  [
    'event-doubled',
    'a payment with two',
    batch(),
    { ...good, events: [...good.events, event('a', 3)] },
  ],
  ['not-delivered', 'an event that did not come', batch(), { ...good, delivered: [delivery('a')] }],
  [
    'not-delivered',
    'an event that was refused and did not come again',
    batch(),
    { ...good, delivered: [delivery('a'), delivery('b', { isTaken: false })] },
  ],
  ['not-delivered', 'a delivery still to be made', batch(), { ...good, waiting: 1 }],
  [
    'phantom',
    'an event of nothing',
    batch(),
    { ...good, delivered: [...good.delivered, delivery('c')] },
  ],
  [
    'bad-signature',
    'another secret',
    batch(),
    { ...good, delivered: [...good.delivered, delivery('a', { secret: 'y' })] },
  ],
  [
    'bad-signature',
    'an old timestamp',
    batch(),
    { ...good, delivered: [...good.delivered, delivery('a', { at: NOW + 301 })] },
  ],
  [
    'out-of-order',
    'the second first',
    batch(),
    { ...good, delivered: [delivery('b'), delivery('a')] },
  ],
])('%s is found: %s', (kind, _, one, after) => {
  expect(judge([one], after).map((violation) => violation.kind)).toContain(kind);
});
