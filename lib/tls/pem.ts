/** Certificates in PEM files (RFC 7468). */
import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Every certificate of a text, in its order; empty when there is none.
 * @throws when one of them can't be read.
 */
export function certificatesIn(text: string): readonly X509Certificate[] {
  return (text.match(CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem));
}
