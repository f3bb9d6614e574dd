/** Makes the data directory on the first start. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../errors/index.ts';
import { DatabaseError } from '../errors.ts';
import { giveTo, type RunAs } from './run-as.ts';
import { spawnAs, waitForExit } from './spawn.ts';

/** The major version of the packaged binaries. */
const VERSION = '18';

export interface Cluster {
  readonly initdb: string;
  readonly as: RunAs;
  /** Absolute path of the data directory. */
  readonly dir: string;
}

const SUPERUSER = 'postgres';

/**
 * The superuser's password lies inside the data directory, which only its owner enters: so two first
 * starts at once can't end with the cluster of one and the password of the other.
 */
export async function superuserUrl(dir: string, port: number): Promise<string> {
  const password = (await readFile(passwordFileOf(dir), 'utf8')).trim();
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
}

function passwordFileOf(dir: string): string {
  return join(dir, 'superuser-password');
}

/** Makes the cluster beside and renames it, so that an interrupted start leaves none half made. */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  const version = await readVersion(cluster.dir);
  if (version === VERSION) return;
  if (version !== undefined) {
    throw new DatabaseError(
      'OTHER_VERSION',
      `${cluster.dir} was made by PostgreSQL ${version}, and this is ${VERSION}; ` +
        'move it away to start anew, the data of the first load is loaded again',
    );
  }
  const beside = `${cluster.dir}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(beside, { recursive: true, mode: 0o700 });
    await giveTo(cluster.as, beside);
    await init({ ...cluster, dir: beside });
    await renameUnlessThere(beside, cluster.dir);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

async function readVersion(dir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dir, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function init({ initdb, as, dir }: Cluster): Promise<void> {
  const passwordFile = `${dir}.password`;
  try {
    await writeFile(passwordFile, randomBytes(32).toString('base64url'), { mode: 0o600 });
    await giveTo(as, passwordFile);
    const { code, said } = await waitForExit(
      spawnAs(as, initdb, [
        `--pgdata=${dir}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        // The built-in locale is the same on every system, so order by text is too.
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        '--no-sync',
      ]),
    );
    if (code !== 0) throw new DatabaseError('NOT_STARTED', `initdb failed: ${said.trim()}`);
    await rename(passwordFile, passwordFileOf(dir));
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Another process that started at the same moment may have been first; its cluster is as good. */
async function renameUnlessThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((await readVersion(to)) === undefined) throw error;
  }
}
