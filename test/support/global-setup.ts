/** One PostgreSQL for the whole test run, gone with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureRoles, startEmbedded } from '../../lib/db/index.ts';
import { ensureKeyFile } from '../../lib/envelope/index.ts';
import { createLog } from '../../lib/log.ts';

/** What the database of a test is made with; the cluster listens on loopback only and for minutes. */
export interface TestCluster {
  readonly adminUrl: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly cluster: TestCluster;
    /** What seals personal data in every database of the run. */
    readonly personalKeys: string;
  }
}

/** Nothing here outlives the run, so nothing waits for the disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  max_wal_size: '4GB',
};

const PASSWORDS = { ownerPassword: 'owner of a test', appPassword: 'application of a test' };

/** Called by vitest once; the function it returns is called at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payscope-test-'));
  const log = createLog({ name: 'test', level: 'warn' });
  const { url, stop } = await startEmbedded({ dataDir, log, settings: SETTINGS });
  await ensureRoles(url, PASSWORDS);
  project.provide('cluster', { adminUrl: url, ...PASSWORDS });
  project.provide(
    'personalKeys',
    `file:${await ensureKeyFile(join(dataDir, 'personal-data.json'))}`,
  );
  return async () => {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
