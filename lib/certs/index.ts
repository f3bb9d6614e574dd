/** A development authority, and the certificates it signs for gateway, subgraphs and PostgreSQL. */
export { CertificatesError } from './authority-files.ts';
export {
  type CertificateRow,
  certificateFiles,
  type EnsureOptions,
  ensureCertificates,
} from './ensure.ts';
export { SERVICES, TRUST_DOMAIN, uriOf } from './holders.ts';
