/** Lanes to the database, at most so many, each lent to one at a time. */
import { type Lane, type OpenClient, openLane } from './lane.ts';
import { TransactionError } from './transaction-error.ts';

export interface Lanes {
  /**
   * Waits for a lane in the order of asking.
   * @param signal ends the waiting, never the use.
   */
  readonly borrow: <T>(use: (lane: Lane) => Promise<T>, signal?: AbortSignal) => Promise<T>;
  /** Waits so long for what is lent, then ends every connection. */
  readonly end: (options: { readonly timeoutMs: number }) => Promise<void>;
}

interface Waiting {
  readonly resolve: (lane: Lane) => void;
  readonly reject: (cause: unknown) => void;
}

/** Connections are made anew now and then, so that servers and certificates can be changed. */
const LANE_AGE_MAX_MS = 45 * 60_000;

export function createLanes(openClient: OpenClient, max: number): Lanes {
  const idle: Lane[] = [];
  const lent = new Set<Lane>();
  const waiting: Waiting[] = [];
  const closing = new Set<Promise<void>>();
  const idleAgain = new Set<() => void>();
  let opening = 0;
  let closed = false;

  const close = (lane: Lane): void => {
    const ending = lane.close().finally(() => closing.delete(ending));
    closing.add(ending);
  };
  const open = async (): Promise<void> => {
    opening += 1;
    try {
      const lane = await openLane(openClient);
      opening -= 1;
      lane.lost.addEventListener('abort', () => forget(idle, lane), { once: true });
      offer(lane);
    } catch (cause) {
      opening -= 1;
      waiting.shift()?.reject(cause);
      openAsNeeded();
    }
  };
  const openAsNeeded = (): void => {
    const room = max - opening - lent.size - idle.length;
    const wanted = waiting.length - opening;
    for (let left = Math.min(room, wanted); left > 0; left -= 1) void open();
  };
  const offer = (lane: Lane): void => {
    const isWorn = performance.now() - lane.openedAt > LANE_AGE_MAX_MS;
    if (closed || isWorn || lane.lost.aborted) {
      close(lane);
      openAsNeeded();
      return;
    }
    const next = waiting.shift();
    if (next) {
      lent.add(lane);
      next.resolve(lane);
      return;
    }
    idle.push(lane);
  };
  const take = async (signal: AbortSignal | undefined): Promise<Lane> => {
    if (closed) throw new TransactionError('CLOSED');
    // The last one back is the likeliest to have its pages and plans at hand.
    const lane = idle.pop();
    if (lane) {
      lent.add(lane);
      return lane;
    }
    return new Promise<Lane>((resolve, reject) => {
      const onAbort = () => {
        forget(waiting, waiter);
        waiter.reject(new TransactionError('ABORTED'));
      };
      const ignoreAbort = () => signal?.removeEventListener('abort', onAbort);
      const waiter: Waiting = {
        resolve: (given) => {
          ignoreAbort();
          resolve(given);
        },
        reject: (cause) => {
          ignoreAbort();
          reject(cause);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      waiting.push(waiter);
      openAsNeeded();
    });
  };

  return {
    borrow: async (use, signal) => {
      const lane = await take(signal);
      try {
        return await use(lane);
      } finally {
        lent.delete(lane);
        offer(lane);
        if (lent.size === 0) for (const wake of idleAgain) wake();
      }
    },
    end: async ({ timeoutMs }) => {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(new TransactionError('CLOSED'));
      if (lent.size > 0) await untilCalled(idleAgain, timeoutMs);
      for (const lane of [...idle.splice(0), ...lent]) close(lane);
      await Promise.all(closing);
    },
  };
}

function forget<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}

async function untilCalled(listeners: Set<() => void>, timeoutMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timeout = setTimeout(resolve, timeoutMs);
    listeners.add(() => {
      clearTimeout(timeout);
      resolve();
    });
  });
}
