/**
 * No test reaches the network: whatever connects to anything but this machine fails, names what it
 * wanted, and so shows in the test that did it.
 */
import { BlockList, isIP, Socket } from 'node:net';

/** What `connect` of a socket takes, as far as this guard reads it. */
interface Target {
  readonly host?: string | undefined;
  readonly path?: string | null | undefined;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** A name other than localhost would need a look-up, which is network already. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host === 'localhost';
  return loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** @returns what the connection was for when it leaves this machine. */
export function foreignHost(args: readonly unknown[]): string | undefined {
  // Inside node:net the arguments arrive already normalised, as one array.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  const { host, path } = readTarget(first, second);
  // http passes `path: null` with every connection that is not to a local socket.
  if (typeof path === 'string' || host === undefined || isLoopback(host)) return undefined;
  return host;
}

function readTarget(first: unknown, second: unknown): Target {
  if (typeof first === 'object' && first !== null) return first;
  return { host: typeof second === 'string' ? second : undefined };
}

const GUARDED = Symbol.for('payscope.loopback-only');

if (!(GUARDED in Socket.prototype)) {
  const { connect } = Socket.prototype;
  Object.defineProperty(Socket.prototype, GUARDED, { value: true });
  Object.defineProperty(Socket.prototype, 'connect', {
    configurable: true,
    writable: true,
    value(this: Socket, ...args: Parameters<Socket['connect']>) {
      const host = foreignHost(args);
      if (host === undefined) return Reflect.apply(connect, this, args);
      const error = new Error(`tests stay on this machine; something wanted to connect to ${host}`);
      // Seen on the standard error of a child process that has this as its `--import`.
      process.emitWarning(error.message);
      process.nextTick(() => this.destroy(error));
      return this;
    },
  });
}
