/** Work that comes round: at once, then every so often, and sooner when somebody says there is some. */

export interface Rounds {
  /** There is work: a round begins now, or right behind the one under way. */
  readonly wake: () => void;
  /** No further round begins; resolves when the one under way has ended. */
  readonly stop: () => Promise<void>;
}

export interface RoundsOptions {
  readonly everyMs: number;
  /** @param signal aborts when the rounds are stopped. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** Told of what `work` throws; the next round comes all the same. */
  readonly onError: (cause: unknown) => void;
}

/** @example const rounds = startRounds({ everyMs: 1_000, work: deliverDue, onError: log.error }); */
export function startRounds({ everyMs, work, onError }: RoundsOptions): Rounds {
  const stopped = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isWanted = false;
  const run = async (): Promise<void> => {
    do {
      isWanted = false;
      try {
        await work(stopped.signal);
      } catch (cause) {
        onError(cause);
      }
    } while (isWanted && !stopped.signal.aborted);
    running = undefined;
    if (!stopped.signal.aborted) timer = setTimeout(begin, everyMs).unref();
  };
  const begin = (): void => {
    clearTimeout(timer);
    if (stopped.signal.aborted) return;
    isWanted = true;
    running ??= run();
  };
  begin();
  return {
    wake: begin,
    stop: async () => {
      stopped.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
