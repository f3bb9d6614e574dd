/** A subgraph's listener over TLS: certificates that renew while it serves, and the gateway alone. */
import type { RequestListener } from 'node:http';
import type { Server } from 'node:https';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../errors/index.ts';
import type { Log } from '../log.ts';
import {
  createPeers,
  createTlsServer,
  explainRefusal,
  followTls,
  refusalOf,
  renewServer,
  type TlsConfig,
} from '../tls/index.ts';

export interface SubgraphTls {
  readonly createServer: (listener: RequestListener) => Server;
  /** @throws {Refusal} FORBIDDEN, with a certificate of any other service. */
  readonly checkCaller: (request: FastifyRequest) => void;
  readonly stop: () => void;
}

const GATEWAY = 'gateway';

/** @throws {ConfigError} when the files can't be served with. */
export async function openTls(config: TlsConfig, log: Log): Promise<SubgraphTls> {
  const servers = new Set<Server>();
  const followed = await followTls(config, {
    onChange: (material) => {
      for (const server of servers) renewServer(server, material);
      log.info({ valid_to: material.validTo }, 'serving with a new certificate');
    },
    onFailure: (err) => log.error({ err }, 'the certificate from before counts on'),
  });
  const peers = createPeers();
  const gateway = config.identityOf(GATEWAY);
  return {
    createServer: (listener) => {
      const server = createTlsServer(followed.current(), listener);
      servers.add(server);
      server.on('tlsClientError', (error, socket) => {
        const code = refusalOf(error, socket);
        log.warn({ code, why: explainRefusal(code) }, 'a connection was refused');
      });
      return server;
    },
    checkCaller: ({ raw }) => {
      const caller = peers.of(raw.socket);
      if (caller === gateway) return;
      throw new Refusal('FORBIDDEN', 'Subgraphs answer the gateway only.', {
        cause: new Error(`a certificate of ${caller ?? 'no service, or no longer good'}`),
      });
    },
    stop: followed.stop,
  };
}
