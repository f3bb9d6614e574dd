/** Asks PostgreSQL to cancel what a connection runs, by a connection of its own. */
import type { Socket } from 'node:net';
import { firstOf, openSocket, type ServerAddress, secured } from './socket.ts';

/** Who is to be cancelled; the server gives both when a connection is made. */
export interface Backend {
  readonly pid: number;
  readonly secret: number;
}

export interface CancelServer extends ServerAddress {
  /** TLS options, as openPool() sets them; false for plain. */
  readonly ssl?: boolean | object | string | undefined;
}

const TIMEOUT_MS = 2_000;
const CANCEL_REQUEST_CODE = 80_877_102;

/**
 * Resolves when the server has ended the request's connection, which it does after it has sent the
 * signal: from then on no cancel of this request can hit what the backend does next.
 */
export async function requestCancel(server: CancelServer, backend: Backend): Promise<void> {
  const socket = openSocket(server);
  const timeout = setTimeout(
    () => socket.destroy(new Error('the cancel request took too long')),
    TIMEOUT_MS,
  );
  try {
    const { ssl } = server;
    const carrier = ssl
      ? await secured(socket, firstOf(server.host), typeof ssl === 'object' ? ssl : {})
      : socket;
    await sendAndWait(carrier, messageFor(backend));
  } finally {
    clearTimeout(timeout);
    socket.destroy();
  }
}

function messageFor({ pid, secret }: Backend): Buffer {
  const message = Buffer.alloc(16);
  for (const [index, value] of [16, CANCEL_REQUEST_CODE, pid, secret].entries()) {
    message.writeUInt32BE(value, index * 4);
  }
  return message;
}

async function sendAndWait(carrier: Socket, message: Buffer): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    carrier.once('error', reject).once('close', () => resolve());
  });
  // Else its end is never seen.
  carrier.resume();
  carrier.write(message);
  await ended;
}
