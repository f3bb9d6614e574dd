/** The delay proxy in a thread of its own, so that it does not take the time of who is measured. */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type DelayProxy, startDelayProxy } from '../../test/support/delay-proxy.ts';

export interface ProxyThread {
  readonly through: DelayProxy['through'];
  /** By count, since the start. */
  readonly roundTrips: () => Promise<number>;
  readonly close: () => Promise<unknown>;
}

export async function startProxyThread(url: string, eachWayMs: number): Promise<ProxyThread> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { url, eachWayMs } });
  const [through] = await once(worker, 'message');
  const { port } = new URL(through);
  return {
    through: (given) => Object.assign(new URL(given), { hostname: '127.0.0.1', port }).href,
    roundTrips: async () => {
      worker.postMessage('count');
      const [count] = await once(worker, 'message');
      return count;
    },
    close: () => worker.terminate(),
  };
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  const proxy = await startDelayProxy(workerData.url, workerData.eachWayMs);
  port.postMessage(proxy.through(workerData.url));
  port.on('message', () => port.postMessage(proxy.roundTrips()));
}
