/** The project's own PostgreSQL, over TLS with a certificate of the development authority. */
import { join, resolve } from 'node:path';
import { CertificatesError, certificateFiles, ensureCertificates } from '../certs/index.ts';
import type { Log } from '../log.ts';
import { type EmbeddedPostgres, startEmbedded } from './embedded/index.ts';
import { DatabaseError } from './errors.ts';

/** Beside the database, made and renewed by whoever starts it. */
export function certificatesDir(dataDir: string): string {
  return join(dataDir, 'certs');
}

/** @throws {DatabaseError} when it can't be started, or the folder holds somebody else's authority. */
export async function startOwnServer(options: {
  readonly dataDir: string;
  readonly log: Log;
}): Promise<EmbeddedPostgres> {
  const dir = certificatesDir(resolve(options.dataDir));
  try {
    await ensureCertificates(dir);
  } catch (cause) {
    if (!(cause instanceof CertificatesError)) throw cause;
    throw new DatabaseError('TLS', cause.message, { cause });
  }
  return startEmbedded({ ...options, tls: certificateFiles(dir, 'postgres') });
}
