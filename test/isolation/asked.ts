/** One request of the prover, and how it is sent. */
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { certificateFiles } from '../../lib/certs/index.ts';
import type { GeneratedDocument } from './documents.ts';
import type { Platform, SubgraphName } from './platform.ts';

export type Target = 'gateway' | SubgraphName;

export interface Asked {
  /** What it is a case of. */
  readonly kind: string;
  readonly bank: number;
  readonly role: string;
  readonly target: Target;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the answer is read by; undefined where it is not one of GraphQL. */
  readonly document?: Pick<GeneratedDocument, 'query'>;
  /** The list whose cursors it gives. */
  readonly list?: string;
}

export interface Answered {
  readonly status: number;
  /** As `name: value` lines. */
  readonly headers: string;
  readonly body: string;
}

export interface Client {
  readonly ask: (asked: Asked) => Promise<Answered>;
  readonly close: () => Promise<void>;
}

const JSON_BODY = { 'content-type': 'application/json' };

export function createClient(platform: Platform, connections: number): Client {
  const { caFile, certFile, keyFile } = certificateFiles(platform.certs, 'gateway');
  const connect = {
    ca: readFileSync(caFile),
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
  };
  const pools = new Map<Target, Pool>();
  for (const [name, url] of Object.entries({ gateway: platform.gateway, ...platform.subgraphs })) {
    pools.set(targetOf(name), new Pool(url, { connect, connections, bodyTimeout: 60_000 }));
  }
  return {
    ask: async ({ target, method, path, headers, body }) => {
      const pool = pools.get(target);
      if (!pool) throw new Error(`nothing is served at ${target}`);
      const response = await pool.request({
        method,
        path,
        headers: method === 'POST' ? { ...JSON_BODY, ...headers } : headers,
        body: method === 'POST' ? body : null,
      });
      return {
        status: response.statusCode,
        headers: Object.entries(response.headers)
          .map(([name, value]) => `${name}: ${String(value)}`)
          .join('\n'),
        body: await response.body.text(),
      };
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

function targetOf(name: string): Target {
  if (name === 'facts' || name === 'metrics' || name === 'graph' || name === 'audit') return name;
  return 'gateway';
}
