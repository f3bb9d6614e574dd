/** An issuer of the tests' own: real keys, real tokens, and everything a bad one can be. */
import { createHmac, KeyObject, sign } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import { bankIdOf } from '../../lib/ids.ts';

export type SigningAlgorithm = 'RS256' | 'ES256' | 'EdDSA';

export interface TestIssuer {
  readonly algorithm: SigningAlgorithm;
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
  /** The set that has this key alone. */
  readonly jwks: JSONWebKeySet;
}

export const ISSUER = 'https://issuer.test';
export const AUDIENCE = 'payscope-test';

export async function createIssuer(
  algorithm: SigningAlgorithm = 'EdDSA',
  kid = 'k1',
): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: algorithm };
  return {
    algorithm,
    kid,
    privateKey: KeyObject.from(privateKey),
    publicKey,
    jwk,
    jwks: { keys: [jwk] },
  };
}

export interface TokenParts {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A good token of ANALYST at HB, but for what is given; what is set to undefined is left out. */
export function mint(issuer: TestIssuer, parts: TokenParts = {}): string {
  return signText(issuer, ...textsOf(issuer, parts));
}

/** Header and claims of what `mint` makes of the same, as JSON. */
export function textsOf(
  { algorithm, kid }: TestIssuer,
  { header, claims }: TokenParts = {},
): readonly [header: string, claims: string] {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'tester',
    role: 'ANALYST',
    bank_id: bankIdOf('HB'),
    iat: now,
    exp: now + 60,
    ...claims,
  };
  return [JSON.stringify({ alg: algorithm, kid, ...header }), JSON.stringify(payload)];
}

/** Signs whatever text it is given, JSON or not: no signing library would. */
export function signText(
  issuer: TestIssuer,
  header: string | Buffer,
  claims: string | Buffer,
): string {
  return signSegments(issuer, encode(header), encode(claims));
}

/** Signs segments as they are, base64url or not. */
export function signSegments(issuer: TestIssuer, header: string, claims: string): string {
  return `${header}.${claims}.${encode(signatureOf(issuer, `${header}.${claims}`))}`;
}

export interface SignatureForm {
  readonly dsaEncoding?: 'der' | 'ieee-p1363';
  readonly hash?: string;
  readonly padding?: number;
}

export function signatureOf(issuer: TestIssuer, input: string, form: SignatureForm = {}): Buffer {
  const hash = issuer.algorithm === 'EdDSA' ? null : (form.hash ?? 'sha256');
  const { dsaEncoding = 'ieee-p1363', padding } = form;
  const key = {
    key: issuer.privateKey,
    dsaEncoding,
    ...(padding === undefined ? {} : { padding }),
  };
  return sign(hash, Buffer.from(input), key);
}

/** HMAC instead of a signature: what a verifier that takes any `alg` would accept. */
export function mac(bits: 256 | 384 | 512, secret: string | Buffer, issuer: TestIssuer): string {
  const [header, claims] = textsOf(issuer, { header: { alg: `HS${bits}` } }).map(encode);
  const input = `${header}.${claims}`;
  return `${input}.${createHmac(`sha${bits}`, secret).update(input).digest('base64url')}`;
}

/** The same header and claims with another signature, or none. */
export function withSignature(token: string, signature: Buffer | string): string {
  return `${token.slice(0, token.lastIndexOf('.'))}.${encode(signature)}`;
}

export function encode(part: string | Buffer): string {
  return Buffer.from(part).toString('base64url');
}
