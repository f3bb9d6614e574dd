/** A TCP proxy that delays what passes, counts round trips and can cut its connections. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface DelayProxy {
  /** The given URL with the proxy's port in it. */
  readonly through: (url: string) => string;
  /** How often a client has sent after it had an answer, or first of all: round trips, by count. */
  readonly roundTrips: () => number;
  /** Delays what comes from now on by so much each way. */
  readonly delay: (eachWayMs: number) => void;
  /** Resets every connection that is open, as a failing network does. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** @example const proxy = await startDelayProxy(database.appUrl, 2.5); connect(proxy.through(url)) */
export async function startDelayProxy(targetUrl: string, eachWayMs = 0): Promise<DelayProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  let trips = 0;
  let delayMs = eachWayMs;
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({
      host: target.hostname,
      port: Number(target.port),
      noDelay: true,
    });
    let isAnswered = true;
    carry(
      client,
      upstream,
      () => delayMs,
      () => {
        if (isAnswered) trips += 1;
        isAnswered = false;
      },
    );
    carry(
      upstream,
      client,
      () => delayMs,
      () => {
        isAnswered = true;
      },
    );
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    through: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port }).href,
    roundTrips: () => trips,
    delay: (ms) => {
      delayMs = ms;
    },
    cut,
    close: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}

function carry(from: Socket, to: Socket, delayMs: () => number, onDelivered: () => void): void {
  const later = inOrder(delayMs);
  from.on('data', (piece) =>
    later(() => {
      onDelivered();
      to.write(piece);
    }),
  );
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
}

/** Runs what it is given so much later, in the order it was given. */
function inOrder(delayMs: () => number): (act: () => void) => void {
  const waiting: { readonly due: number; readonly act: () => void }[] = [];
  const work = (): void => {
    for (;;) {
      const [next] = waiting;
      if (!next) return;
      const left = next.due - performance.now();
      // Timers have whole milliseconds; the rest is waited for turn by turn.
      if (left > 1.5) return void setTimeout(work, Math.floor(left - 1));
      if (left > 0) return void setImmediate(work);
      waiting.shift();
      next.act();
    }
  };
  return (act) => {
    waiting.push({ due: performance.now() + delayMs(), act });
    if (waiting.length === 1) work();
  };
}
