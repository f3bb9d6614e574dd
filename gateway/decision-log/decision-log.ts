/** The decision log: what was decided becomes events, masked, and lines on their way to a sink. */
import { createBacklog } from '../../lib/backlog.ts';
import type { Log } from '../../lib/log.ts';
import { applyMasks, withoutArguments } from './apply-masks.ts';
import { type DecisionEvent, DROPPED_PATH } from './event.ts';
import { createOutbox, type DropCause, type LineSink } from './outbox.ts';

export interface DecisionLog<T> {
  /** Takes note, and does the rest once the answer is out. Never throws. */
  readonly record: (decided: T) => void;
  /** Resolves once what was recorded is written or lost. */
  readonly flushed: () => Promise<void>;
  /** Writes what waits, for as long as that may take; what is lost then is told. */
  readonly close: (withinMs?: number) => Promise<void>;
}

export interface DecisionLogOptions<T> {
  readonly sink: LineSink;
  /** Characters of lines that wait for the sink. */
  readonly bufferMax: number;
  readonly backoffMs?: { readonly first: number; readonly max: number };
  readonly eventsOf: (decided: T, at: Date) => readonly DecisionEvent[];
  /** The policy's answer to what of an event must not be kept; may throw anything. */
  readonly masksOf: (decided: T, event: DecisionEvent) => unknown;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly count: {
    readonly dropped: (count: number, cause: DropCause | 'backlog_full' | 'unwritable') => void;
    readonly written: (count: number) => void;
    readonly maskFailed: () => void;
  };
  readonly log: Log;
}

/** Operations that wait to become events, which they do as fast as the process has time. */
const BACKLOG_MAX = 2_000;
const SLICE_MS = 2;
const BACKOFF_MS = { first: 250, max: 30_000 };
const CLOSE_MS = 3_000;
/** Of log lines about the same. */
const PAUSE_MS = 5_000;

export function createDecisionLog<T>(options: DecisionLogOptions<T>): DecisionLog<T> {
  const { sink, bufferMax, backoffMs = BACKOFF_MS, count, log, now } = options;
  const tell = paced(now);
  let unlisted = 0;

  const dropped: DecisionLogOptions<T>['count']['dropped'] = (lost, cause) => {
    count.dropped(lost, cause);
    unlisted += lost;
    tell('dropped', () => {
      log.error({ dropped: unlisted, cause }, 'decisions are missing in the decision log');
      unlisted = 0;
    });
  };
  const outbox = createOutbox({
    sink,
    bytesMax: bufferMax,
    backoffMs,
    noticeOf: (lost) => JSON.stringify(noticeOf(lost, options)),
    onDropped: dropped,
    onWritten: count.written,
    onFailure: (err) =>
      tell('sink', () => log.error({ err }, 'the decision log can not be written; trying again')),
  });
  const backlog = createBacklog<{ readonly decided: T; readonly at: Date }>({
    itemsMax: BACKLOG_MAX,
    sliceMs: SLICE_MS,
    work: async ({ decided, at }) => {
      for (const event of options.eventsOf(decided, at)) {
        outbox.push(JSON.stringify(await masked(options, decided, event)));
      }
    },
    onError: (err) => {
      outbox.lost(1);
      dropped(1, 'unwritable');
      tell('unwritable', () => log.error({ err }, 'a decision could not be made an event'));
    },
  });
  return {
    record: (decided) => {
      if (backlog.push({ decided, at: now() })) return;
      outbox.lost(1);
      dropped(1, 'backlog_full');
    },
    flushed: async () => {
      await backlog.done();
      await outbox.flushed();
    },
    close: async (withinMs = CLOSE_MS) => {
      await backlog.done();
      await outbox.close(withinMs);
      if (unlisted > 0)
        log.error({ dropped: unlisted }, 'decisions are missing in the decision log');
    },
  };
}

/** Whatever keeps the masks from being found out or applied, no argument is kept then. */
async function masked<T>(
  { masksOf, count }: DecisionLogOptions<T>,
  decided: T,
  event: DecisionEvent,
): Promise<DecisionEvent> {
  try {
    return applyMasks(event, await masksOf(decided, event));
  } catch (cause) {
    count.maskFailed();
    return withoutArguments(event, typeof cause === 'string' ? 'abort' : nameOf(cause));
  }
}

/** An error's text may quote what was to be masked; its name does not. */
function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}

function noticeOf<T>(lost: number, { now, newId }: DecisionLogOptions<T>): DecisionEvent {
  return {
    decision_id: newId(),
    labels: {},
    bundles: {},
    path: DROPPED_PATH,
    input: {},
    result: { dropped: lost },
    timestamp: now().toISOString(),
    metrics: { counter_dropped: lost },
  };
}

/** At most one call every few seconds for each kind; the first at once. */
function paced(now: () => Date): (kind: string, call: () => void) => void {
  const last = new Map<string, number>();
  return (kind, call) => {
    const at = now().getTime();
    if (at - (last.get(kind) ?? Number.NEGATIVE_INFINITY) < PAUSE_MS) return;
    last.set(kind, at);
    call();
  };
}
