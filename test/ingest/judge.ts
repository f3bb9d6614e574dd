/**
 * Judges a history: what was promised is there once, what was not sent is not, and each event arrived.
 * Shares no code with what it judges.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Afterwards, Delivered, SentBatch, StoredEvent, StoredPayment } from './history.ts';

export type Kind =
  | 'lost'
  | 'doubled'
  | 'torn'
  | 'changed'
  | 'not-sent'
  | 'wrong-answer'
  | 'event-lost'
  | 'event-doubled'
  | 'not-delivered'
  | 'phantom'
  | 'bad-signature'
  | 'out-of-order';

export interface Violation {
  readonly kind: Kind;
  readonly about: string;
}

export function judge(batches: readonly SentBatch[], after: Afterwards): readonly Violation[] {
  const stored = Map.groupBy(after.payments, ({ bank, reference }) => `${bank} ${reference}`);
  const events = Map.groupBy(after.events, ({ bank, paymentId }) => `${bank} ${paymentId}`);
  return [
    ...batches.flatMap((batch) => judgeBatch(batch, stored)),
    ...judgeSent(batches, after.payments),
    ...after.payments.flatMap((payment) => judgeEvents(payment, events)),
    ...judgeDeliveries(after),
  ];
}

function judgeBatch(
  batch: SentBatch,
  stored: ReadonlyMap<string, readonly StoredPayment[]>,
): Violation[] {
  const { bank, key, payments, told } = batch;
  const violations: Violation[] = [];
  const add = (kind: Kind, about: string) => violations.push({ kind, about: `${bank} ${about}` });
  const isPromised = told.some(({ kind }) => kind === 'recorded');
  const there = payments.map(({ reference }) => stored.get(`${bank} ${reference}`) ?? []);
  for (const [at, sent] of payments.entries()) {
    const rows = there[at] ?? [];
    if (isPromised && rows.length === 0) add('lost', `${sent.reference} of ${key}`);
    if (rows.length > 1) add('doubled', `${sent.reference}, ${rows.length} times`);
    for (const { minorUnits, account } of rows) {
      const isSame = minorUnits === sent.minorUnits && account === sent.accountNumber;
      if (!isSame) add('changed', sent.reference);
    }
  }
  const present = there.filter((rows) => rows.length > 0).length;
  if (present > 0 && present < payments.length) add('torn', `${key}: ${present} of its payments`);
  if (batch.isReuse && present > 0) add('not-sent', `${key} recorded what it was refused for`);
  for (const about of wrongAnswers(batch, isPromised)) add('wrong-answer', `${key}: ${about}`);
  return violations;
}

/** A key's first answer is the only fresh one, and its client is never told no. */
function wrongAnswers(
  { payments, told, abandoned, isReuse }: SentBatch,
  isPromised: boolean,
): string[] {
  const wrong: string[] = [];
  const recorded = told.filter((one) => one.kind === 'recorded');
  if (recorded.filter(({ replayed }) => !replayed).length > 1) wrong.push('recorded anew twice');
  if (recorded.some(({ count }) => count !== payments.length)) wrong.push('another count');
  if (told.length === 1 && recorded[0]?.replayed) wrong.push('replayed at the first attempt');
  for (const one of told) {
    if (one.kind === 'rejected') wrong.push(`rejected by ${one.codes.join(', ')}`);
    if (one.kind === 'key-reused' && !isReuse) wrong.push('refused as reused');
  }
  if (isReuse && isPromised) wrong.push('a used key recorded something else');
  if (!isReuse && !abandoned && !isPromised) wrong.push('never answered');
  return wrong;
}

function judgeSent(batches: readonly SentBatch[], payments: readonly StoredPayment[]): Violation[] {
  const sent = new Set(
    batches.flatMap(({ bank, payments: of }) => of.map(({ reference }) => `${bank} ${reference}`)),
  );
  return payments
    .map(({ bank, reference }) => `${bank} ${reference}`)
    .filter((name) => !sent.has(name))
    .map((about) => ({ kind: 'not-sent', about }));
}

function judgeEvents(
  { bank, id, reference }: StoredPayment,
  events: ReadonlyMap<string, readonly StoredEvent[]>,
): Violation[] {
  const count = events.get(`${bank} ${id}`)?.length ?? 0;
  if (count === 1) return [];
  return [{ kind: count === 0 ? 'event-lost' : 'event-doubled', about: `${bank} ${reference}` }];
}

const Body = z.strictObject({
  id: z.string(),
  type: z.literal('payment.recorded'),
  bank_id: z.string(),
  payment_id: z.string(),
  recorded_at: z.iso.datetime(),
});

function judgeDeliveries(after: Afterwards): Violation[] {
  const violations: Violation[] = [];
  const eventOf = new Map(after.events.map((event) => [event.id, event]));
  const firstArrivals: StoredEvent[] = [];
  const arrived = new Set<string>();
  for (const delivered of after.delivered) {
    if (!isSigned(delivered, after.secrets)) {
      violations.push({ kind: 'bad-signature', about: delivered.body });
      continue;
    }
    const { id, payment_id } = Body.parse(JSON.parse(delivered.body));
    const event = eventOf.get(id);
    if (event?.paymentId !== payment_id || event.bank !== delivered.bank) {
      violations.push({ kind: 'phantom', about: delivered.body });
    } else if (delivered.isTaken && !arrived.has(id)) {
      arrived.add(id);
      firstArrivals.push(event);
    }
  }
  const dead = new Set(after.dead);
  for (const { id, bank } of after.events) {
    if (!arrived.has(id) && !dead.has(id)) {
      violations.push({ kind: 'not-delivered', about: `${bank} ${id}` });
    }
  }
  if (after.waiting > 0) {
    violations.push({ kind: 'not-delivered', about: `${after.waiting} still to be delivered` });
  }
  return [...violations, ...outOfOrder(firstArrivals, dead)];
}

/** What was given up and came later stands outside the order, as docs/webhooks.md says. */
function outOfOrder(arrivals: readonly StoredEvent[], dead: ReadonlySet<string>): Violation[] {
  const last = new Map<string, StoredEvent['position']>();
  return arrivals.flatMap(({ bank, id, account, position }) => {
    if (dead.has(id)) return [];
    const name = `${bank} ${account}`;
    const before = last.get(name) ?? [0, 0];
    const isBehind = position[0] - before[0] || position[1] - before[1];
    if (isBehind > 0) last.set(name, position);
    return isBehind > 0 ? [] : [{ kind: 'out-of-order' as const, about: `${name} ${id}` }];
  });
}

/** As docs/webhooks.md says it, written a second time. */
function isSigned(
  { bank, body, signature, at }: Delivered,
  secrets: ReadonlyMap<string, string>,
): boolean {
  const match = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature);
  if (!match || Math.abs(at - Number(match[1])) > 300) return false;
  const mac = createHmac('sha256', secrets.get(bank) ?? '').update(`${match[1]}.${body}`);
  return mac.digest('hex') === match[2];
}
