/** A PostgreSQL of a bench's own with real payments in it, gone with the bench. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  analyzeDatabase,
  closeDatabase,
  connectDatabase,
  ensureRoles,
  migrate,
  type RoleUrls,
  startEmbedded,
} from '../../lib/db/index.ts';
import { ensureKeyFile, openPersonalKeys } from '../../lib/envelope/index.ts';
import { createLog } from '../../lib/log.ts';
import { loadBerka } from '../../subgraphs/facts/load/index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TRANSACTIONS_MAX = 6_000;

export interface LoadedDatabase extends RoleUrls, AsyncDisposable {
  /** As the superuser. */
  readonly adminUrl: string;
  /** As PERSONAL_KEYS takes it: what opens the personal data in it. */
  readonly personalKeys: string;
}

/** @example await using database = await openLoadedDatabase(); */
export async function openLoadedDatabase(): Promise<LoadedDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payscope-bench-'));
  const log = createLog({ name: 'bench', level: 'warn' });
  const { url, stop } = await startEmbedded({ dataDir, log });
  const urls = await ensureRoles(url, { ownerPassword: 'bench owner', appPassword: 'bench app' });
  await migrate({ url: urls.ownerUrl, dir: join(ROOT, 'migrations'), log });
  const db = connectDatabase({
    url: urls.appUrl,
    poolMax: 2,
    statementTimeoutMs: 60_000,
    applicationName: 'bench-load',
  });
  const personalKeys = `file:${await ensureKeyFile(join(dataDir, 'personal-data.json'))}`;
  await loadBerka({
    db,
    keys: await openPersonalKeys({ PERSONAL_KEYS: personalKeys }),
    dataDir: join(ROOT, 'data/berka'),
    transactionsMax: TRANSACTIONS_MAX,
  });
  await closeDatabase(db);
  // As the launcher does after a load.
  await analyzeDatabase(urls.ownerUrl);
  const { pathname } = new URL(urls.appUrl);
  return {
    ...urls,
    personalKeys,
    adminUrl: Object.assign(new URL(url), { pathname }).href,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
