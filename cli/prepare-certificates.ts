/** Certificates of the development authority, made on first use and renewed in time. */
import { CertificatesError, ensureCertificates } from '../lib/certs/index.ts';
import { EnvironmentError } from './exits.ts';

/** @throws {EnvironmentError} when the folder holds somebody else's authority. */
export async function prepareCertificates(dir: string): Promise<void> {
  try {
    await ensureCertificates(dir);
  } catch (cause) {
    if (!(cause instanceof CertificatesError)) throw cause;
    throw new EnvironmentError(cause.message, { cause });
  }
}
