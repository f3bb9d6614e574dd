/** Takes the port, or says in the configuration's words why it can't. */
import type { FastifyInstance } from 'fastify';
import { ConfigError } from '../../lib/config/index.ts';
import { codeOf } from '../../lib/errors/index.ts';
import type { GatewayConfig } from '../config.ts';

/** @throws {ConfigError} when the port is taken or not ours to take. */
export async function listen(app: FastifyInstance, { host, port }: GatewayConfig): Promise<string> {
  try {
    return await app.listen({ port, host });
  } catch (cause) {
    const code = codeOf(cause);
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause;
    const hint = `${code} on ${host}; takes a port and host that are free, as PORT=${port + 1}`;
    throw new ConfigError(`PORT: got "${port}", ${hint}`, { cause });
  }
}
