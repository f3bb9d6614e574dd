/** Lines on their way to a sink: bounded, written in batches, tried again; what is lost is told. */
import { setTimeout as wait } from 'node:timers/promises';

/** Where lines end up. */
export interface LineSink {
  /** Resolves once all of them are taken, in their order; rejects when they must be sent again. */
  readonly write: (lines: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
  /** A batch has no more than this, unless one line alone does. */
  readonly batchBytesMax: number;
}

/** Rejects a batch that would be taken in smaller parts. */
export class BatchTooLarge extends Error {
  override readonly name = 'BatchTooLarge';
}

/** Why lines were lost; the value of a metric's label. */
export type DropCause = 'buffer_full' | 'too_large' | 'not_written';

export interface OutboxOptions {
  readonly sink: LineSink;
  /** Of lines that wait, those being written included. */
  readonly bytesMax: number;
  readonly backoffMs: { readonly first: number; readonly max: number };
  /** A line that says in the log itself how many lines are missing there. */
  readonly noticeOf: (dropped: number) => string;
  readonly onDropped: (count: number, cause: DropCause) => void;
  readonly onWritten: (count: number) => void;
  readonly onFailure: (cause: unknown) => void;
}

export interface Outbox {
  readonly push: (line: string) => void;
  /** Counts lines that were lost on their way here into the next notice. */
  readonly lost: (count: number) => void;
  /** Resolves once what was pushed is written or lost; waits for the sink as long as it takes. */
  readonly flushed: () => Promise<void>;
  /** Tries what waits once more, for so long; the rest is lost, and told. */
  readonly close: (withinMs: number) => Promise<void>;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { sink, bytesMax, backoffMs, noticeOf, onDropped, onWritten, onFailure } = options;
  const waiting: string[] = [];
  const hurry = new AbortController();
  const giveUp = new AbortController();
  let bytes = 0;
  let untold = 0;
  let running: Promise<void> | undefined;

  const drop = (count: number, cause: DropCause): void => {
    untold += count;
    onDropped(count, cause);
  };
  const add = (line: string): void => {
    waiting.push(line);
    bytes += sizeOf(line);
  };
  const take = (count: number): void => {
    for (const line of waiting.splice(0, count)) bytes -= sizeOf(line);
  };
  /** Stands in the log where the lines are missing. */
  const tell = (): void => {
    if (untold === 0) return;
    add(noticeOf(untold));
    untold = 0;
  };

  /** How many lines the next batch has. */
  const batchOf = (limit: number): number => {
    let size = 0;
    let count = 0;
    for (const line of waiting.slice(0, limit)) {
      size += sizeOf(line);
      if (count > 0 && size > sink.batchBytesMax) break;
      count += 1;
    }
    return count;
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    let limit = Number.POSITIVE_INFINITY;
    while (waiting.length > 0 && !giveUp.signal.aborted) {
      const count = batchOf(limit);
      try {
        await sink.write(waiting.slice(0, count));
        take(count);
        onWritten(count);
        failures = 0;
        limit = Number.POSITIVE_INFINITY;
      } catch (cause) {
        if (cause instanceof BatchTooLarge && count > 1) {
          limit = Math.floor(count / 2);
          continue;
        }
        onFailure(cause);
        if (cause instanceof BatchTooLarge) {
          take(1);
          drop(1, 'too_large');
          continue;
        }
        const pause = Math.min(backoffMs.max, backoffMs.first * 2 ** failures);
        failures = hurry.signal.aborted ? 0 : failures + 1;
        await pauseFor(pause, hurry.signal.aborted ? giveUp.signal : hurry.signal);
      }
      if (waiting.length === 0) tell();
    }
    running = undefined;
  };
  const start = (): void => {
    running ??= run();
  };

  return {
    lost: (count) => {
      untold += count;
    },
    push: (line) => {
      if (bytes + sizeOf(line) > bytesMax) {
        drop(1, 'buffer_full');
        return;
      }
      tell();
      add(line);
      start();
    },
    flushed: async () => {
      while (running) await running;
    },
    close: async (withinMs) => {
      hurry.abort();
      const timer = setTimeout(() => giveUp.abort(), withinMs);
      tell();
      if (waiting.length > 0) start();
      await Promise.race([running, aborted(giveUp.signal)]);
      clearTimeout(timer);
      giveUp.abort();
      if (waiting.length > 0) drop(waiting.length, 'not_written');
      await sink.close();
    },
  };
}

/** Characters, which is what is known without counting. */
function sizeOf(line: string): number {
  return line.length + 1;
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
