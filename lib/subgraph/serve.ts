/** Opens what a subgraph needs, refuses to serve an unsafe database, and listens. */
import { readFile } from 'node:fs/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { type Cursors, createCursors } from '../cursor.ts';
import {
  checkDatabase,
  closeDatabase,
  connectDatabase,
  type Database,
  type Finding,
  formatFindings,
  withDatabaseTls,
} from '../db/index.ts';
import { followHopVerifier, type VerifyHop } from '../hop/index.ts';
import { loadSecret } from '../keys.ts';
import { createLog, type Log } from '../log.ts';
import { type TlsConfig, tlsConfigOf } from '../tls/index.ts';
import { buildServer } from './build-server.ts';
import type { SubgraphConfig } from './config.ts';
import type { SubgraphDefinition } from './definition.ts';
import { createSubgraphMetrics } from './metrics.ts';
import { openTls } from './tls.ts';

/** What the subgraphs of one process share. */
export interface SubgraphResources {
  readonly database: Database;
  readonly verifyHop: VerifyHop;
  readonly cursors: Cursors;
  /** Once the servers that use it are closed. */
  readonly close: () => Promise<void>;
}

export interface RunningSubgraph {
  /** Base URL; GraphQL is at `${url}/graphql`. */
  readonly url: string;
  /** Answers what is in flight, then stops. */
  readonly close: () => Promise<void>;
}

/** The database lacks what keeps tenants apart; the findings say what and how to mend it. */
export class UnsafeDatabaseError extends Error {
  override readonly name = 'UnsafeDatabaseError';

  constructor(findings: readonly Finding[]) {
    super(formatFindings(findings));
  }
}

const STATEMENT_TIMEOUT_MS = 10_000;
const DRAIN_MS = 10_000;

/** @throws {UnsafeDatabaseError} when the catalogue self-check finds anything. */
export async function openResources(config: SubgraphConfig): Promise<SubgraphResources> {
  const log = createLog({ name: 'subgraphs', level: config.LOG_LEVEL });
  const cursorSecret = await loadSecret(config.CURSOR_SECRET_FILE);
  const hops = await followHopVerifier(config.HOP_JWKS_FILE, (err) =>
    log.error({ err }, 'HOP_JWKS_FILE holds no keys now; those from before count on'),
  );
  const database = connectDatabase({
    url: withDatabaseTls('APP_DATABASE_URL', config.APP_DATABASE_URL, config),
    poolMax: config.DB_POOL_MAX,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'payscope-subgraph',
  });
  const close = async (): Promise<void> => {
    hops.stop();
    await closeDatabase(database);
  };
  try {
    const findings = await checkDatabase(database);
    if (findings.length > 0) throw new UnsafeDatabaseError(findings);
  } catch (error) {
    await close();
    throw error;
  }
  return { database, verifyHop: hops.verify, cursors: createCursors(cursorSecret), close };
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** Undefined for plain HTTP. */
  readonly tls?: TlsConfig | undefined;
}

/** Serves a subgraph on resources the caller opened and closes. */
export async function listenSubgraph<L>(
  definition: SubgraphDefinition<L>,
  resources: SubgraphResources,
  options: ListenOptions,
): Promise<RunningSubgraph> {
  const typeDefs = parse(await readFile(definition.schemaFile, 'utf8'));
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: definition.resolvers }]);
  const { host, port, log } = options;
  const tls = options.tls && (await openTls(options.tls, log));
  const metrics = createSubgraphMetrics(definition.name, definition.counters);
  const { database } = resources;
  const background = await definition.startBackground?.({ database, log, count: metrics.count });
  const app = buildServer({ definition, schema, resources, metrics, log, tls, background });
  const url = await app.listen({ host, port });
  return {
    url: tls ? url.replace(/^http:/, 'https:') : url,
    close: async () => {
      tls?.stop();
      await drain(app);
      await background?.stop();
    },
  };
}

/** @throws {ConfigError} where it names some of the files for TLS, and not all. */
export function listenOptionsOf(name: string, config: SubgraphConfig): ListenOptions {
  return {
    host: config.HOST,
    port: config.PORT,
    log: createLog({ name, level: config.LOG_LEVEL }),
    tls: tlsConfigOf(config, name),
  };
}

/**
 * Serves one subgraph with resources of its own.
 * @example const facts = await serveSubgraph(definition, readConfig(SubgraphConfigSchema));
 */
export async function serveSubgraph<L>(
  definition: SubgraphDefinition<L>,
  config: SubgraphConfig,
): Promise<RunningSubgraph> {
  const options = listenOptionsOf(definition.name, config);
  const resources = await openResources(config);
  try {
    const running = await listenSubgraph(definition, resources, options);
    return {
      url: running.url,
      close: async () => {
        await running.close();
        await resources.close();
      },
    };
  } catch (error) {
    await resources.close();
    throw error;
  }
}

/** Past the limit, connections still open are cut: the process must end. */
async function drain(app: ReturnType<typeof buildServer>): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
  await app.close();
  clearTimeout(cut);
}
