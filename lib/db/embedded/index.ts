/** A PostgreSQL of the project's own, kept under DATA_DIR, for whoever has none. */
import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Log } from '../../log.ts';
import { DatabaseError } from '../errors.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, superuserUrl } from './init-cluster.ts';
import { choosePort } from './port.ts';
import { findPostmaster } from './postmaster.ts';
import { findRunAs } from './run-as.ts';
import { installTls, type ServerTls, withServerTls } from './server-tls.ts';
import { startServer } from './start-server.ts';
import { useRunning } from './use-running.ts';

export interface EmbeddedOptions {
  /** The data directory becomes `<dataDir>/postgres`. */
  readonly dataDir: string;
  readonly log: Log;
  /** Undefined for plain connections, on loopback. */
  readonly tls?: ServerTls | undefined;
  /** Extra server settings, for tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Is given the server's own log, once it runs. */
  readonly onLog?: (text: string) => void;
}

export interface EmbeddedPostgres {
  /** As the superuser, on the database `postgres`. */
  readonly url: string;
  /** Ends the connections and stops it. Does nothing when another process runs it. */
  stop(): Promise<void>;
}

/** Tries to bind a port that was free a moment ago. */
const PORT_ATTEMPTS = 3;

/** Starts the server, or uses the one that runs already on the same directory. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dir = resolve(options.dataDir, 'postgres');
  await mkdir(options.dataDir, { recursive: true });
  if (await findPostmaster(dir)) return useRunning(dir, options);

  const { initdb, postgres } = await findBinaries();
  const as = await findRunAs([dir, postgres]);
  await ensureCluster({ initdb, as, dir });
  const secure = options.tls ? await installTls({ dir, as }, options.tls) : {};
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(`${dir}.port`);
    const started = await startServer({
      postgres,
      as,
      dir,
      port,
      settings: { ...secure, ...options.settings },
      ...(options.onLog ? { onLog: options.onLog } : {}),
    });
    if (started.kind === 'ready') {
      options.log.debug({ dir, port }, 'postgres started');
      const url = withServerTls(await superuserUrl(dir, port), options.tls);
      return { url, stop: started.stop };
    }
    if (started.kind === 'port-taken' && attempt < PORT_ATTEMPTS) {
      await rm(`${dir}.port`, { force: true });
      continue;
    }
    // Another start was first.
    if (await findPostmaster(dir)) return useRunning(dir, options);
    throw new DatabaseError('NOT_STARTED', `PostgreSQL did not start: ${started.said.trim()}`);
  }
}
