/** PostgreSQL refuses to run as root: finds the user and the command to run it as. */
import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseError } from '../errors.ts';

const run = promisify(execFile);

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** How to run a PostgreSQL program. */
export interface RunAs {
  /** Another user than the present one. */
  readonly user: User | undefined;
  /** What goes in front of the program instead of spawning it as the user. */
  readonly prefix: readonly string[];
}

/** Users that exist on nearly every system and own nothing; none is created. */
const USERS = ['postgres', 'nobody'];

/**
 * As an ordinary user: as that user. As root: as `postgres` or `nobody`, and where that user cannot
 * reach the paths (a checkout under /root), with the one capability that lets it.
 */
export async function findRunAs(paths: readonly string[]): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { user: undefined, prefix: [] };
  const user = await findUser();
  const closed = await findClosedFolder(paths);
  if (!closed) return { user, prefix: [] };
  const prefix = await findSetpriv(user);
  if (prefix) return { user, prefix };
  throw new DatabaseError(
    'NO_ACCESS_AS_ROOT',
    `PostgreSQL does not run as root, and the user it would run as cannot enter ${closed}; ` +
      'start as an ordinary user, move the checkout, or set DATABASE_URL',
  );
}

/** Hands a file or folder to the user PostgreSQL runs as. */
export async function giveTo({ user }: RunAs, path: string): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}

async function findUser(): Promise<User> {
  for (const name of USERS) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // Not on this system: the next one.
    }
  }
  throw new DatabaseError(
    'NO_ACCESS_AS_ROOT',
    `PostgreSQL does not run as root, and there is no user ${USERS.join(' or ')}; ` +
      'start as an ordinary user or set DATABASE_URL',
  );
}

/** The first folder above the paths that other users may not enter. */
async function findClosedFolder(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    for (let dir = dirname(resolve(path)); dir !== dirname(dir); dir = dirname(dir)) {
      const { mode } = await stat(dir);
      if ((mode & 0o001) === 0) return dir;
    }
  }
  return undefined;
}

/** setpriv (util-linux) keeps CAP_DAC_OVERRIDE across the change of user, where it is there to keep. */
async function findSetpriv({ uid, gid }: User): Promise<readonly string[] | undefined> {
  const flags = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  try {
    await run('setpriv', [...flags, 'true']);
    return ['setpriv', ...flags];
  } catch {
    return undefined;
  }
}
