/** A client that behaves: it keeps key and payments of a batch, and asks until it has an answer. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { SentBatch, SentPayment, Told } from './history.ts';

export interface ClientOptions {
  readonly bank: string;
  readonly name: string;
  /** @throws where there is no answer. */
  readonly ask: (bank: string, query: string, variables: object) => Promise<unknown>;
  readonly draw: (below: number) => number;
  readonly history: SentBatch[];
  /** No further batch is begun. */
  readonly isOver: () => boolean;
  /** Told of each batch that was promised. */
  readonly onRecorded: () => void;
}

const MUTATION = `mutation ($payments: [PaymentInput!]!, $key: String!) {
  recordPayments(input: { payments: $payments }, idempotencyKey: $key) {
    recordedCount replayed userErrors { code } } }`;
const ACCOUNTS = ['1', '2', '10', '11'];
const PAYMENTS_MAX = 5;
/** Some minutes; a batch that has no answer by then is found by the judge. */
const ATTEMPTS_MAX = 600;
const PAUSE_MS_MAX = 200;

export async function runClient(options: ClientOptions): Promise<void> {
  const { draw, isOver } = options;
  for (let number = 0; !isOver(); number += 1) {
    const batch = newBatch(options, number);
    const habit = draw(10);
    if (habit === 0) await goAway(options, batch);
    else if (habit === 1) await Promise.all([submit(options, batch), submit(options, batch)]);
    else await submit(options, batch);
    if (habit === 2) await useAgain(options, batch, number);
  }
}

function newBatch({ bank, name, draw, history }: ClientOptions, number: number): SentBatch {
  const payments = Array.from({ length: 1 + draw(PAYMENTS_MAX) }, (_, at) => ({
    reference: `${name}-${number}-${at}`,
    accountNumber: ACCOUNTS[draw(ACCOUNTS.length)] ?? '1',
    minorUnits: 1 + draw(1_000_000),
  }));
  const key = `${name}-${number}`;
  const batch = { bank, key, payments, told: [], abandoned: false, isReuse: false };
  history.push(batch);
  return batch;
}

/** Asks until the answer is one. */
async function submit(options: ClientOptions, batch: SentBatch): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const told = await askOnce(options, batch);
    batch.told.push(told);
    if (told.kind === 'recorded') options.onRecorded();
    if (told.kind !== 'unknown' && told.kind !== 'in-flight') return;
    await wait(1 + options.draw(PAUSE_MS_MAX));
  }
}

/** Asks once and does not come back, as a client that crashes. */
async function goAway(options: ClientOptions, batch: SentBatch): Promise<void> {
  batch.abandoned = true;
  batch.told.push(await askOnce(options, batch));
}

/** The key of a batch that was answered, with other payments. */
async function useAgain(options: ClientOptions, before: SentBatch, number: number): Promise<void> {
  const { bank, key } = before;
  const payments = [{ reference: `${key}-${number}-other`, accountNumber: '1', minorUnits: 1 }];
  const batch = { bank, key, payments, told: [], abandoned: false, isReuse: true };
  options.history.push(batch);
  await submit(options, batch);
}

const Answer = z.object({
  data: z
    .object({
      recordPayments: z
        .object({
          recordedCount: z.number(),
          replayed: z.boolean(),
          userErrors: z.array(z.object({ code: z.string() })),
        })
        .nullable(),
    })
    .optional(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});

async function askOnce({ ask }: ClientOptions, { bank, key, payments }: SentBatch): Promise<Told> {
  try {
    const variables = { key, payments: payments.map(toInput) };
    const { data, errors } = Answer.parse(await ask(bank, MUTATION, variables));
    const recorded = data?.recordPayments;
    if (recorded && recorded.userErrors.length > 0) {
      return { kind: 'rejected', codes: recorded.userErrors.map(({ code }) => code) };
    }
    if (recorded) {
      return { kind: 'recorded', count: recorded.recordedCount, replayed: recorded.replayed };
    }
    const code = errors?.[0]?.extensions.code ?? 'nothing';
    if (code === 'IDEMPOTENCY_KEY_REUSED') return { kind: 'key-reused' };
    if (code === 'IDEMPOTENCY_KEY_IN_FLIGHT') return { kind: 'in-flight' };
    return { kind: 'unknown', why: code };
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.name : 'thrown' };
  }
}

function toInput(payment: SentPayment): object {
  return {
    ...payment,
    ...{ currency: 'CZK', direction: 'CREDIT', channel: 'CASH_DEPOSIT', valueDate: '1999-03-01' },
  };
}
