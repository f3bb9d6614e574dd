/** What the facts subgraph does besides answering: it delivers events and deletes what was kept long enough. */
import { type BankId, bankIdOf } from '../../lib/ids.ts';
import { loadSecret } from '../../lib/keys.ts';
import { type Rounds, startRounds } from '../../lib/rounds.ts';
import { type Background, type BackgroundParts, describeFault } from '../../lib/subgraph/index.ts';
import type { FactsConfig } from './config.ts';
import { DELIVERIES, LAG_SECONDS } from './counters.ts';
import { createRelay, type Relay } from './events/relay.ts';
import { createSender } from './events/send.ts';
import type { Settled } from './events/settle.ts';
import { pruneBank } from './prune.ts';

const PRUNE_EVERY_MS = 600_000;
const DELIVER_EVERY_MS = 1_000;

export interface Pace {
  readonly now: () => Date;
  readonly random: () => number;
  /** A second unless told; also how late a retry may be, or what was held back. */
  readonly deliverEveryMs?: number;
  /** Of a relay, 30 seconds unless told; at least three times the timeout. */
  readonly leaseMs?: number;
  /** Of an attempt, 10 seconds unless told. */
  readonly timeoutMs?: number;
}

interface Delivering {
  readonly relay: Relay;
  readonly close: () => Promise<void>;
}

/** Banks are those configured and those seen at work: no bank's rows tell which others there are. */
export function startBackgroundBy(
  pace: Pace,
  config: Partial<FactsConfig> = {},
): (parts: BackgroundParts) => Promise<Background> {
  return async (parts) => {
    const { database, log } = parts;
    const delivering = await openRelay(parts, pace, config);
    const banks = new Map<BankId, Rounds | undefined>();
    const onError = (cause: unknown) => log.error({ fault: describeFault(cause) }, 'round failed');
    const ended = new AbortController();
    const lookAfter = (bankId: BankId): void => {
      if (banks.has(bankId) || ended.signal.aborted) return;
      const deliver = delivering && deliverBy(delivering.relay, { bankId, pace, onError });
      banks.set(bankId, deliver);
    };
    for (const code of config.EVENT_BANKS?.split(',') ?? []) lookAfter(bankIdOf(code));
    const pruning = startRounds({
      everyMs: PRUNE_EVERY_MS,
      work: async (signal) => {
        for (const bankId of banks.keys()) {
          if (signal.aborted) return;
          await pruneBank(database, bankId, pace.now());
        }
      },
      onError,
    });
    return {
      changed: (bankId) => {
        lookAfter(bankId);
        banks.get(bankId)?.wake();
      },
      stop: async () => {
        ended.abort();
        await Promise.all([pruning, ...banks.values()].map((rounds) => rounds?.stop()));
        await delivering?.close();
      },
    };
  };
}

/** Each bank's by itself, so that one whose subscriber is slow holds up no other. */
function deliverBy(
  relay: Relay,
  { bankId, pace, onError }: { bankId: BankId; pace: Pace; onError: (cause: unknown) => void },
): Rounds {
  const rounds = startRounds({
    everyMs: pace.deliverEveryMs ?? DELIVER_EVERY_MS,
    work: async (signal) => {
      if (await relay.deliverDue(bankId, signal)) rounds.wake();
    },
    onError,
  });
  return rounds;
}

async function openRelay(
  { database, log, count }: BackgroundParts,
  { now, random, leaseMs, timeoutMs }: Pace,
  config: Partial<FactsConfig>,
): Promise<Delivering | undefined> {
  if (config.WEBHOOK_SECRET_FILE === undefined) return undefined;
  const sender = createSender({
    rule: config.WEBHOOK_ADDRESSES ?? 'public',
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const relay = createRelay({
    ...{ database, now, random, send: sender.send },
    ...(leaseMs === undefined ? {} : { leaseMs }),
    masterKey: await loadSecret(config.WEBHOOK_SECRET_FILE),
    onOutcome: (settled: Settled) => {
      countOutcome(count, settled);
      if (settled.kind === 'dead') log.warn({ reason: settled.reason }, 'event given up');
    },
  });
  return { relay, close: sender.close };
}

function countOutcome(count: BackgroundParts['count'], settled: Settled): void {
  const outcome = settled.kind === 'postponed' ? 'failed' : settled.kind;
  count(DELIVERIES, { outcome });
  if (settled.kind === 'delivered') count(LAG_SECONDS, {}, settled.lagMs / 1_000);
}
