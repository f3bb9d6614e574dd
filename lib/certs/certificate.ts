/** X.509 certificates (RFC 5280) with ECDSA P-256 keys: an authority, and what it signs. */
import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { bits, inContext, integer, oid, sequence, setOf, time, utf8 } from './der.ts';
import {
  authorityKey,
  authorityOnly,
  noAuthority,
  permitsOnly,
  signsCertificates,
  signsHandshakes,
  subjectKey,
  subjectNames,
  type Usage,
  usedAs,
} from './extensions.ts';

/** As PEM. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface AuthorityRequest extends Validity {
  readonly name: string;
  /** DNS names and addresses it may sign for; and of URIs those of this host. */
  readonly names: readonly string[];
  readonly uriHost: string;
}

export interface LeafRequest extends Validity {
  readonly name: string;
  readonly names: readonly string[];
  readonly uri: string;
  readonly usages: readonly Usage[];
}

export interface Authority {
  /** Its subject, which is the issuer of what it signs. */
  readonly name: string;
  readonly key: KeyObject;
}

const COMMON_NAME = '2.5.4.3';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const SERIAL_BYTES = 16;

export function makeAuthority(request: AuthorityRequest): Issued {
  const key = newKey();
  return issue(request, {
    subject: key,
    issuer: { name: request.name, key },
    extensions: [
      authorityOnly(),
      signsCertificates(),
      permitsOnly(request.names, request.uriHost),
      subjectKey(createPublicKey(key)),
    ],
  });
}

/** @example issueLeaf({ name: 'facts', names: ['localhost'], uri: 'spiffe://payscope/facts', … }, authority) */
export function issueLeaf(request: LeafRequest, issuer: Authority, key = newKey()): Issued {
  return issue(request, {
    subject: key,
    issuer,
    extensions: [
      noAuthority(),
      signsHandshakes(),
      usedAs(request.usages),
      subjectNames(request.names, request.uri),
      subjectKey(createPublicKey(key)),
      authorityKey(createPublicKey(issuer.key)),
    ],
  });
}

interface Parts {
  readonly subject: KeyObject;
  readonly issuer: Authority;
  readonly extensions: readonly Buffer[];
}

function issue(
  { name, notBefore, notAfter }: Validity & { readonly name: string },
  { subject, issuer, extensions }: Parts,
): Issued {
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const toBeSigned = sequence(
    inContext(0, integer(Buffer.from([2]))),
    integer(randomBytes(SERIAL_BYTES)),
    algorithm,
    distinguished(issuer.name),
    sequence(time(notBefore), time(notAfter)),
    distinguished(name),
    createPublicKey(subject).export({ type: 'spki', format: 'der' }),
    inContext(3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, issuer.key);
  return {
    certificate: pem(sequence(toBeSigned, algorithm, bits(signature))),
    key: subject.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

function distinguished(name: string): Buffer {
  return sequence(setOf(sequence(oid(COMMON_NAME), utf8(name))));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
