/** Joins what arrives for one key while work for that key is under way into its next batch. */

export interface BatchWork<K, I, R> {
  /** Results in the order of the items. */
  readonly run: (key: K, items: readonly I[]) => Promise<readonly R[]>;
  readonly itemsMax: number;
}

interface Waiting<I, R> {
  readonly item: I;
  readonly resolve: (result: R) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Nothing waits on a timer: the first item starts at once, and a busy key makes its own batches. A
 * batch that fails fails all of its items.
 * @example const append = coalesce({ run: appendAll, itemsMax: 100 }); await append(bankId, operation)
 */
export function coalesce<K, I, R>(work: BatchWork<K, I, R>): (key: K, item: I) => Promise<R> {
  const queues = new Map<K, Waiting<I, R>[]>();
  const drain = async (key: K, queue: Waiting<I, R>[]): Promise<void> => {
    while (queue.length > 0) {
      await settle(work.run, key, queue.splice(0, work.itemsMax));
    }
    // In the same tick as the look at the length, so that nothing joins a queue nobody drains.
    queues.delete(key);
  };
  return (key, item) =>
    new Promise<R>((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const queue = queues.get(key);
      if (queue) {
        queue.push(waiting);
        return;
      }
      const started = [waiting];
      queues.set(key, started);
      void drain(key, started);
    });
}

/** Never rejects itself. */
async function settle<K, I, R>(
  run: BatchWork<K, I, R>['run'],
  key: K,
  batch: readonly Waiting<I, R>[],
): Promise<void> {
  try {
    const items = batch.map(({ item }) => item);
    const results = await run(key, items);
    for (const [index, { resolve, reject }] of batch.entries()) {
      const result = results[index];
      if (result === undefined) reject(new Error('a batch left an item without result'));
      else resolve(result);
    }
  } catch (cause) {
    for (const { reject } of batch) reject(cause);
  }
}
