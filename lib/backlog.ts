/** Work that can wait until the answer is out: a bounded number of things, in slices of time. */

export interface Backlog<T> {
  /** False where there is no room, and it will not be done. */
  readonly push: (item: T) => boolean;
  /** Resolves once all that was pushed until now is done. */
  readonly done: () => Promise<void>;
}

const GATHER_MS = 5;

export interface BacklogOptions<T> {
  readonly itemsMax: number;
  /** After this long others get their turn. */
  readonly sliceMs: number;
  /** How many may be begun that have not ended; 1 unless told otherwise. */
  readonly atOnce?: number;
  readonly work: (item: T) => void | Promise<void>;
  /** Told of what `work` throws; the next item has its turn all the same. */
  readonly onError: (cause: unknown) => void;
}

/**
 * Items are begun one after the other, each turn of the event loop for a short while only.
 *
 * @example
 *   const backlog = createBacklog({ itemsMax: 1_000, sliceMs: 2, work: write, onError: log.error });
 *   if (!backlog.push(item)) dropped += 1;
 */
export function createBacklog<T>(options: BacklogOptions<T>): Backlog<T> {
  const { itemsMax, sliceMs, atOnce = 1, work, onError } = options;
  let waiting: T[] = [];
  /** Those of the batch at work take room as well. */
  let inWork = 0;
  let running: Promise<void> | undefined;
  const begun = new Set<Promise<void>>();

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      await aWhile();
      const batch = waiting;
      waiting = [];
      let turnEndsAt = performance.now() + sliceMs;
      for (const item of batch) {
        if (performance.now() > turnEndsAt) {
          await nextTurn();
          turnEndsAt = performance.now() + sliceMs;
        }
        const doing = begin(item);
        if (!doing) continue;
        begun.add(doing);
        void doing.finally(() => begun.delete(doing));
        if (begun.size >= atOnce) await Promise.race(begun);
      }
      if (waiting.length === 0) await Promise.all(begun);
    }
    running = undefined;
  };

  /** What is done at once costs no promise. */
  function begin(item: T): Promise<void> | undefined {
    const end = (): void => {
      inWork -= 1;
    };
    try {
      const doing = work(item);
      if (doing) return doing.catch(onError).finally(end);
    } catch (cause) {
      onError(cause);
    }
    end();
    return undefined;
  }

  return {
    push: (item) => {
      if (inWork >= itemsMax) return false;
      inWork += 1;
      waiting.push(item);
      running ??= run();
      return true;
    },
    done: async () => {
      while (running) await running;
    },
  };
}

/** What comes meanwhile is done in the same turn, which costs less than a turn for each. */
function aWhile(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, GATHER_MS);
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
