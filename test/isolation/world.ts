/** The place the prover works in: a PostgreSQL of its own, full of canaries, and keys. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { certificateFiles, ensureCertificates } from '../../lib/certs/index.ts';
import {
  closeDatabase,
  connectDatabase,
  ensureRoles,
  migrate,
  startEmbedded,
} from '../../lib/db/index.ts';
import { openPool } from '../../lib/db/pool.ts';
import { ensureKeyFile, openPersonalKeys } from '../../lib/envelope/index.ts';
import { ensureKeyPair, ensureSecret, loadPrivateKey, type SigningKey } from '../../lib/keys.ts';
import { createLog } from '../../lib/log.ts';
import { sealPlain } from '../../subgraphs/facts/personal/seal-plain.ts';
import { bankIdOf } from './canaries.ts';
import { readTenantTables } from './catalogue.ts';
import { seedCanaries } from './seed.ts';
import { createSent, type Sent } from './sent.ts';

export interface World {
  /** Holds the files below; gone with stop(). */
  readonly dir: string;
  readonly appUrl: string;
  /** As the superuser: what no role of ours may do, and looking at all rows. */
  readonly sql: Sql;
  /** Rows of each tenant table, all of them canaries. */
  readonly seeded: ReadonlyMap<string, number>;
  /** Place of each table in the ids of its rows. */
  readonly tableNumbers: ReadonlyMap<string, number>;
  readonly postgresLog: string;
  /** Certificates of every service: between them nothing goes in the clear. */
  readonly certs: string;
  readonly keys: {
    readonly dir: string;
    readonly hopPrivate: string;
    readonly hopPublic: string;
    readonly cursorSecret: string;
    /** Signs checkpoints of the trails. */
    readonly checkpointPrivate: string;
    /** As PERSONAL_KEYS takes it. */
    readonly personal: string;
    readonly issuer: SigningKey;
    readonly hop: SigningKey;
  };
  /** Of all runs: what they wrote stays in the tables. */
  readonly sent: Sent;
  readonly stop: () => Promise<void>;
}

const MIGRATIONS = join(import.meta.dirname, '../../migrations');
const PASSWORDS = {
  ownerPassword: 'owner of the prover',
  appPassword: 'application of the prover',
};
/** Nothing here outlives the run, so nothing waits for the disk. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** @example const world = await createWorld(); await world.stop() */
export async function createWorld(): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-isolation-'));
  const log = createLog({ name: 'isolation', level: 'warn' });
  const postgresLog = join(dir, 'postgres.log');
  const written = createWriteStream(postgresLog);
  const certs = join(dir, 'certs');
  await ensureCertificates(certs);
  const postgres = await startEmbedded({
    dataDir: join(dir, 'database'),
    log,
    tls: certificateFiles(certs, 'postgres'),
    settings: SETTINGS,
    onLog: (text) => written.write(text),
  });
  const urls = await ensureRoles(postgres.url, PASSWORDS);
  await migrate({ url: urls.ownerUrl, dir: MIGRATIONS, log });
  const pathname = new URL(urls.appUrl).pathname;
  const sql = openPool(Object.assign(new URL(postgres.url), { pathname }).href, { max: 2 });
  const keys = await makeKeys(join(dir, 'keys'));
  await using sealer = await openSealer(urls.appUrl, keys.personal);
  const seeded = await seedCanaries(sql, sealer.seal);
  const tables = await readTenantTables(sql);
  return {
    dir,
    appUrl: urls.appUrl,
    sql,
    seeded,
    tableNumbers: new Map(tables.map(({ name }, index) => [name, index + 1])),
    postgresLog,
    certs,
    sent: createSent(),
    keys,
    stop: async () => {
      await sql.end({ timeout: 5 });
      await postgres.stop();
      written.end();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Seals what a bank has as the application does with rows from before they were sealed. */
async function openSealer(appUrl: string, personal: string) {
  const keys = await openPersonalKeys({ PERSONAL_KEYS: personal });
  const db = connectDatabase({
    url: appUrl,
    poolMax: 1,
    statementTimeoutMs: 60_000,
    applicationName: 'seed',
  });
  return {
    seal: async (bank: number) => {
      await sealPlain(db, bankIdOf(bank), keys);
    },
    [Symbol.asyncDispose]: () => closeDatabase(db),
  };
}

async function makeKeys(dir: string): Promise<World['keys']> {
  const hop = await ensureKeyPair(dir, 'hop');
  const issuer = await ensureKeyPair(dir, 'issuer');
  return {
    dir,
    hopPrivate: hop.privateFile,
    hopPublic: hop.publicFile,
    cursorSecret: await ensureSecret(dir, 'cursor'),
    checkpointPrivate: (await ensureKeyPair(dir, 'checkpoint')).privateFile,
    personal: `file:${await ensureKeyFile(join(dir, 'personal-data.json'))}`,
    issuer: await loadPrivateKey(issuer.privateFile),
    hop: await loadPrivateKey(hop.privateFile),
  };
}
