/** The gateway's side: who answers must be the very subgraph that is called. */
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  type PeerCertificate,
} from 'node:tls';
import { identityIn } from './identity.ts';
import { contextOf, type TlsMaterial } from './material.ts';

/** The peer's certificate is good, and of another service. */
class WrongServiceError extends Error {
  override readonly name = 'WrongServiceError';
  readonly code = 'ERR_TLS_WRONG_SERVICE';
}

/** @example new Pool(origin, { connect: { ...clientOptions(material, 'spiffe://payscope/facts') } }) */
export function clientOptions(material: TlsMaterial, service: string): ConnectionOptions {
  return {
    secureContext: createSecureContext(contextOf(material)),
    minVersion: 'TLSv1.3',
    rejectUnauthorized: true,
    checkServerIdentity: (host, certificate) =>
      checkServerIdentity(host, certificate) ?? checkService(certificate, service),
  };
}

function checkService({ subjectaltname }: PeerCertificate, service: string): Error | undefined {
  const found = identityIn(subjectaltname);
  if (found === service) return undefined;
  return new WrongServiceError(
    `the certificate is of ${found ?? 'no service'}, and ${service} was called`,
  );
}
