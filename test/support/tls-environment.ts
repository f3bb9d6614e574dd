/** What makes one of our programs serve or call over TLS, with a certificate that is there already. */
import { certificateFiles } from '../../lib/certs/index.ts';

/** @param service `{name}` for a program that runs several, each with its own. */
export function tlsEnvironment(dir: string, service: string): Readonly<Record<string, string>> {
  const { certFile, keyFile, caFile } = certificateFiles(dir, service);
  return { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CA_FILE: caFile };
}
