/** A server that runs already: one in use is shared, one left behind by a killed process taken over. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../log.ts';
import { DatabaseError } from '../errors.ts';
import { openPool } from '../pool.ts';
import type { EmbeddedPostgres } from './index.ts';
import { superuserUrl } from './init-cluster.ts';
import { findPostmaster, ownerFileOf, type Postmaster, stopPostmaster } from './postmaster.ts';
import { type ServerTls, withServerTls } from './server-tls.ts';

/** A server that another process is starting takes a second or two. */
const ANSWER_DEADLINE_MS = 10_000;
const STOP_DEADLINE_MS = 10_000;

/** @throws {DatabaseError} LOCKED when it does not answer. */
export async function useRunning(
  dir: string,
  { log, tls }: { readonly log: Log; readonly tls?: ServerTls | undefined },
): Promise<EmbeddedPostgres> {
  const { postmaster, url } = await waitForAnswer(dir, tls);
  const { pid, port } = postmaster;
  if (!postmaster.orphaned) {
    log.info({ pid, port }, 'postgres runs already; using it');
    return { url, stop: async () => undefined };
  }
  log.info({ pid, port }, 'postgres was left running; taking it over');
  await writeFile(ownerFileOf(dir), `${process.pid}\n`);
  return {
    url,
    stop: async () => {
      await stopPostmaster(dir, STOP_DEADLINE_MS);
      await rm(ownerFileOf(dir), { force: true });
    },
  };
}

async function waitForAnswer(
  dir: string,
  tls: ServerTls | undefined,
): Promise<{ readonly postmaster: Postmaster; readonly url: string }> {
  const end = Date.now() + ANSWER_DEADLINE_MS;
  for (;;) {
    const postmaster = await findPostmaster(dir);
    if (!postmaster) throw new DatabaseError('LOCKED', `the server of ${dir} stopped just now`);
    const url = withServerTls(await superuserUrl(dir, postmaster.port), tls);
    const refusal = await ask(url);
    if (refusal === undefined) return { postmaster, url };
    if (isStarting(refusal) && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    throw new DatabaseError(
      'LOCKED',
      `process ${postmaster.pid} holds ${join(dir, 'postmaster.pid')} but does not answer on port ` +
        `${postmaster.port}; wait for it, stop it, or choose another DATA_DIR`,
      { cause: refusal },
    );
  }
}

/** Why it does not answer; undefined when it does. */
async function ask(url: string): Promise<unknown> {
  const sql = openPool(url, { max: 1, fetch_types: false });
  try {
    await sql`select 1`;
    return undefined;
  } catch (error) {
    return error ?? new Error('no answer');
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Its lock is there before its port is, and its port before it takes queries (57P03). */
function isStarting(refusal: unknown): boolean {
  if (!(refusal instanceof Error && 'code' in refusal)) return false;
  return refusal.code === 'ECONNREFUSED' || refusal.code === '57P03';
}
