/** Clients at work, faults in between, and a judge at the end. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { drawing } from '../support/payments.ts';
import { runClient } from './client.ts';
import type { Afterwards, SentBatch } from './history.ts';
import { injectFault } from './inject.ts';
import { judge, type Violation } from './judge.ts';
import { BANKS, createWorld, type World } from './world.ts';

export interface FaultsOptions {
  readonly faults: number;
  readonly seed: number;
  readonly onProgress?: (done: number, batches: number) => void;
}

export interface FaultsReport {
  readonly violations: readonly Violation[];
  readonly faults: ReadonlyMap<string, number>;
  readonly batches: number;
  readonly promised: number;
  readonly payments: number;
  readonly retries: number;
  readonly deliveries: number;
  readonly seconds: number;
  readonly drainSeconds: number;
}

const CLIENTS_PER_BANK = 3;
/** After most faults something has to succeed before the next one, or none would meet work. */
const RECOVERY_MS_MAX = 10_000;
const DRAIN_MS_MAX = 600_000;

export async function runFaults(options: FaultsOptions): Promise<FaultsReport> {
  const world = await createWorld();
  try {
    return await runIn(world, options);
  } finally {
    await world.stop();
  }
}

async function runIn(world: World, options: FaultsOptions): Promise<FaultsReport> {
  const startedAt = performance.now();
  const draw = drawing(options.seed);
  const history: SentBatch[] = [];
  const state = { isOver: false, promised: 0 };
  const clients = BANKS.flatMap((bank) =>
    Array.from({ length: CLIENTS_PER_BANK }, (_, index) =>
      runClient({
        ...{ bank, name: `f${options.seed}-${bank}-${index}`, ask: world.ask, history },
        draw: drawing(options.seed * 100 + index),
        isOver: () => state.isOver,
        onRecorded: () => {
          state.promised += 1;
        },
      }),
    ),
  );
  const faults = new Map<string, number>();
  for (let done = 0; done < options.faults; done += 1) {
    const before = state.promised;
    const name = await injectFault(world, draw);
    faults.set(name, (faults.get(name) ?? 0) + 1);
    options.onProgress?.(done + 1, history.length);
    if (draw(4) > 0) await until(() => state.promised > before, RECOVERY_MS_MAX);
  }
  state.isOver = true;
  await Promise.all(clients);
  const endedAt = performance.now();
  await until(async () => (await countWaiting(world)) === 0, DRAIN_MS_MAX, 200);
  const after = await lookAfterwards(world);
  return {
    violations: judge(history, after),
    ...{ faults, batches: history.length, promised: state.promised },
    payments: after.payments.length,
    retries: history.reduce((sum, { told }) => sum + told.length - 1, 0),
    deliveries: after.delivered.length,
    seconds: (endedAt - startedAt) / 1_000,
    drainSeconds: (performance.now() - endedAt) / 1_000,
  };
}

async function until(
  isSo: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs = 5,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isSo()) && performance.now() < end) await wait(everyMs);
}

async function countWaiting({ cluster }: World): Promise<number> {
  const [row] = await cluster.admin`select count(*)::int as count from facts.deliveries`;
  return z.object({ count: z.number() }).parse(row).count;
}

const Payments = z.array(
  z.object({
    bank: z.string(),
    id: z.string(),
    reference: z.string(),
    account: z.string(),
    minorUnits: z.number(),
  }),
);
const Events = z.array(
  z.object({
    bank: z.string(),
    id: z.string(),
    paymentId: z.string(),
    account: z.string(),
    position: z.tuple([z.number(), z.number()]),
  }),
);

/** By statements of its own, as the superuser: whatever is there. */
async function lookAfterwards(world: World): Promise<Afterwards> {
  const { admin } = world.cluster;
  const payments = await admin`
    select b.code as bank, p.id, p.reference, a.number as account, p.minor_units::float8 as "minorUnits"
    from facts.payments p
    join facts.banks b using (bank_id)
    join facts.accounts a on a.bank_id = p.bank_id and a.id = p.account_id
    where p.reference not like 'seed-%'`;
  const events = await admin`
    select b.code as bank, o.id, o.payment_id as "paymentId", a.number as account,
      json_build_array(o.batch, o.place) as position
    from facts.outbox o
    join facts.banks b using (bank_id)
    join facts.accounts a on a.bank_id = o.bank_id and a.id = o.account_id`;
  const dead = await admin`select event_id as id from facts.dead_letters`;
  const subscribers = [...world.subscribers];
  return {
    payments: Payments.parse([...payments]),
    events: Events.parse([...events]),
    dead: z
      .array(z.object({ id: z.string() }))
      .parse([...dead])
      .map(({ id }) => id),
    waiting: await countWaiting(world),
    delivered: subscribers.flatMap(([bank, { received }]) =>
      received.map(({ body, signature, at, status }) => ({
        ...{ bank, body, signature, at },
        isTaken: status === 200,
      })),
    ),
    secrets: world.secrets,
  };
}
