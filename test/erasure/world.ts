/** A PostgreSQL and a facts subgraph of a test's own, whose every file can be looked through. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { ensureRoles, migrate, startEmbedded } from '../../lib/db/index.ts';
import { openPool } from '../../lib/db/pool.ts';
import { ensureKeyFile } from '../../lib/envelope/index.ts';
import { ensureKeyPair, ensureSecret, loadPrivateKey } from '../../lib/keys.ts';
import { createLog } from '../../lib/log.ts';
import { factsBy } from '../../subgraphs/facts/index.ts';
import { type Erasures, erasuresOn } from '../support/erasures.ts';
import { startProgram } from '../support/processes.ts';
import { hopTokens } from '../support/subgraph.ts';

const PASSWORDS = { ownerPassword: 'owner of a scan', appPassword: 'application of a scan' };
const MIGRATIONS = join(import.meta.dirname, '../../migrations');

export interface World {
  readonly appUrl: string;
  /** As the superuser. */
  readonly admin: Sql;
  /** As PERSONAL_KEYS takes it. */
  readonly personalKeys: string;
  /** Heap, indexes, write-ahead log and all else of the server. */
  readonly dataDir: string;
  /** Beside it: what server and subgraph logged so far. */
  readonly writeLogs: () => Promise<string>;
  readonly on: Erasures;
  readonly stop: () => Promise<void>;
}

export async function startWorld(): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-erasure-'));
  const log = createLog({ name: 'erasure', level: 'silent' });
  let logged = '';
  const onLog = (text: string) => {
    logged += text;
  };
  // It logs every statement, as one does who looks for a fault.
  const settings = { log_statement: 'all', log_min_duration_statement: '0' };
  const server = await startEmbedded({ dataDir: dir, log, onLog, settings });
  const { ownerUrl, appUrl } = await ensureRoles(server.url, PASSWORDS);
  await migrate({ url: ownerUrl, dir: MIGRATIONS, log });
  const adminUrl = Object.assign(new URL(server.url), { pathname: new URL(appUrl).pathname }).href;
  const admin = openPool(adminUrl, { max: 1 });
  const personalKeys = `file:${await ensureKeyFile(join(dir, 'keys.json'))}`;
  const hop = await ensureKeyPair(dir, 'hop');
  const facts = await startProgram('subgraphs/facts/main.ts', {
    ...{ APP_DATABASE_URL: appUrl, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'trace' },
    HOP_JWKS_FILE: hop.publicFile,
    CURSOR_SECRET_FILE: await ensureSecret(dir, 'cursor'),
    PERSONAL_KEYS: personalKeys,
  });
  const token = await hopTokens(factsBy({}), await loadPrivateKey(hop.privateFile));
  return {
    ...{ appUrl, admin, personalKeys, dataDir: join(dir, 'postgres') },
    on: erasuresOn({ url: facts.urls.get('facts') ?? '', token }),
    writeLogs: async () => {
      const file = join(dir, 'processes.log');
      await writeFile(file, logged + facts.output());
      return file;
    },
    stop: async () => {
      await facts.stop();
      await admin.end({ timeout: 1 });
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
