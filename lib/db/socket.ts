/** TCP to PostgreSQL: for the driver's connections, and for the cancel requests it can't send itself. */
import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';

/** As the driver parsed them from the URL. */
export interface ServerAddress {
  readonly host: readonly string[] | string;
  readonly port: readonly number[] | number;
  /** Of a Unix socket, where it is one. */
  readonly path?: string | false | undefined;
}

/**
 * Without TCP_NODELAY a transaction of more than one write waits for the server to acknowledge the
 * first (RFC 896), which is the round trip that pipelining saves.
 */
export function openSocket({ host, port, path }: ServerAddress): Socket {
  if (typeof path === 'string' && path !== '') return connect({ path });
  const server = { host: firstOf(host), port: firstOf(port) };
  const socket = connect({ ...server, noDelay: true });
  // The driver reads the name to check the certificate against from here.
  return Object.assign(socket, server);
}

/** PostgreSQL protocol, SSLRequest: one byte of answer, then the handshake on the same connection. */
export async function secured(
  socket: Socket,
  host: string,
  ssl: ConnectionOptions,
): Promise<TLSSocket> {
  const request = Buffer.alloc(8);
  request.writeInt32BE(8, 0);
  request.writeInt32BE(80_877_103, 4);
  socket.write(request);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve).once('error', reject);
    socket.once('close', () => reject(new Error('the server closed the connection')));
  });
  if (answer.toString('latin1') !== 'S') throw new Error('the server speaks no TLS');
  return connectTls({ socket, ...(isIP(host) ? {} : { servername: host }), ...ssl });
}

export function firstOf<T extends string | number>(list: readonly T[] | T): T {
  if (!isList(list)) return list;
  const [first] = list;
  if (first === undefined) throw new TypeError('an address without host or port');
  return first;
}

function isList<T extends string | number>(list: readonly T[] | T): list is readonly T[] {
  return typeof list === 'object';
}
