/** Signatures and the keys they are checked with: RFC 8725 §3.2, §3.5; RFC 7518 §3. */
import { constants, generateKeyPairSync, sign } from 'node:crypto';
import type { JWK } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import {
  encode,
  mint,
  type SignatureForm,
  signatureOf,
  type TestIssuer,
  textsOf,
  withSignature,
} from '../../test/support/tokens.ts';
import { type Issuers, openIssuers, reasonOf, verifierOf } from '../../test/support/verifier.ts';
import { fixedKeys } from './keys.ts';

let issuers: Issuers;

beforeAll(async () => {
  issuers = await openIssuers();
});

type Which = 'eddsa' | 'es256' | 'rs256';
type Case = readonly [name: string, token: (issuers: Issuers) => string];

const part = (token: string, index: number) => token.split('.')[index] ?? '';
const signatureBytes = (token: string) => Buffer.from(part(token, 2), 'base64url');

/** A good token whose signature is edited. */
const edited = (name: string, which: Which, edit: (signature: Buffer) => Buffer): Case => [
  name,
  (given) => {
    const token = mint(given[which]);
    return withSignature(token, edit(signatureBytes(token)));
  },
];

const signedAs = (name: string, which: Which, form: SignatureForm): Case => [
  name,
  (given) => {
    const input = textsOf(given[which]).map(encode).join('.');
    return `${input}.${encode(signatureOf(given[which], input, form))}`;
  },
];

const flipped = (bytes: Buffer, index: number) => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8((bytes.at(index) ?? 0) ^ 1, index < 0 ? bytes.length + index : index);
  return copy;
};

const number = (bytes: Buffer, isLittleEndian = false) =>
  BigInt(`0x${Buffer.from(isLittleEndian ? bytes.toReversed() : bytes).toString('hex')}`);
const bytes32 = (value: bigint, isLittleEndian = false) => {
  const bytes = Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
  return isLittleEndian ? bytes.reverse() : bytes;
};

/** Orders of the groups: of Ed25519 (RFC 8032 §5.1), of P-256 (FIPS 186-4 D.1.2.3). */
const ED25519 = 2n ** 252n + 27742317777372353535851937790883648493n;
const P256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const zeros = (length: number) => Buffer.alloc(length);
const { RSA_PKCS1_PSS_PADDING } = constants;

const signatures: readonly Case[] = [
  ['of another key under a known kid', ({ stranger }) => mint(stranger)],
  [
    'over other claims',
    ({ eddsa }) => {
      const other = mint(eddsa, { claims: { role: 'AUDITOR' } });
      return withSignature(other, signatureBytes(mint(eddsa)));
    },
  ],
  [
    'over another header',
    ({ eddsa }) => {
      const other = mint(eddsa, { header: { nonce: 'abcdef' } });
      return withSignature(other, signatureBytes(mint(eddsa)));
    },
  ],
  edited('of one byte less', 'eddsa', (bytes) => bytes.subarray(0, -1)),
  edited('of one byte', 'eddsa', (bytes) => bytes.subarray(0, 1)),
  edited('of half its length', 'es256', (bytes) => bytes.subarray(0, 32)),
  edited('of one byte more', 'eddsa', (bytes) => Buffer.concat([bytes, zeros(1)])),
  edited('of one byte more', 'es256', (bytes) => Buffer.concat([bytes, zeros(1)])),
  edited('of one byte more', 'rs256', (bytes) => Buffer.concat([bytes, zeros(1)])),
  edited('of one byte less', 'rs256', (bytes) => bytes.subarray(0, -1)),
  edited('given twice', 'eddsa', (bytes) => Buffer.concat([bytes, bytes])),
  edited('with its first bit changed', 'eddsa', (bytes) => flipped(bytes, 0)),
  edited('with its last bit changed', 'es256', (bytes) => flipped(bytes, -1)),
  edited('with a bit changed', 'rs256', (bytes) => flipped(bytes, 100)),
  edited('of zeros', 'eddsa', () => zeros(64)),
  edited('of zeros', 'rs256', () => zeros(256)),
  edited('of the number one', 'rs256', () => Buffer.concat([zeros(255), Buffer.from([1])])),
  edited('with S + L, not canonical', 'eddsa', (bytes) =>
    Buffer.concat([
      bytes.subarray(0, 32),
      bytes32(number(bytes.subarray(32), true) + ED25519, true),
    ]),
  ),
  edited('with r = s = 0 (CVE-2022-21449)', 'es256', () => zeros(64)),
  edited('with r = 0', 'es256', (bytes) => Buffer.concat([zeros(32), bytes.subarray(32)])),
  edited('with s = 0', 'es256', (bytes) => Buffer.concat([bytes.subarray(0, 32), zeros(32)])),
  edited('with r = s = n', 'es256', () => Buffer.concat([bytes32(P256), bytes32(P256)])),
  edited('with r and s swapped', 'es256', (bytes) =>
    Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)]),
  ),
  signedAs('in DER encoding', 'es256', { dsaEncoding: 'der' }),
  signedAs('over SHA-384', 'es256', { hash: 'sha384' }),
  signedAs('over SHA-1', 'rs256', { hash: 'sha1' }),
  signedAs('over SHA-512', 'rs256', { hash: 'sha512' }),
  signedAs('with PSS padding', 'rs256', { padding: RSA_PKCS1_PSS_PADDING }),
];

test.each(signatures)('refused: a signature %s', async (_, token) => {
  expect(await reasonOf(issuers.verify, token(issuers))).toBe('TOKEN_INVALID');
});

test('the other signature that ECDSA allows is accepted: RFC 7518 §3.4 knows no low s', async () => {
  expect(await reasonOf(issuers.verify, twinOf(mint(issuers.es256)))).toBeUndefined();
});

/** (r, n − s), which anyone can write who has (r, s). */
function twinOf(token: string): string {
  const bytes = signatureBytes(token);
  const s = bytes32(P256 - number(bytes.subarray(32)));
  return withSignature(token, Buffer.concat([bytes.subarray(0, 32), s]));
}

type KeyCase = readonly [name: string, kind: Which, change: (jwk: JWK) => JWK];

const unsuited: readonly KeyCase[] = [
  ['is for encryption', 'eddsa', (jwk) => ({ ...jwk, use: 'enc' })],
  ['is for another algorithm', 'rs256', (jwk) => ({ ...jwk, alg: 'RS512' })],
  ['is for another algorithm of its kind', 'es256', (jwk) => ({ ...jwk, alg: 'ES384' })],
  ['is not for verifying', 'eddsa', (jwk) => ({ ...jwk, key_ops: ['sign'] })],
  ['says it is of another kind', 'es256', (jwk) => ({ ...jwk, kty: 'OKP' })],
  ['is on another curve', 'es256', (jwk) => ({ ...jwk, crv: 'P-384' })],
  ['came with its private half', 'eddsa', (jwk) => ({ ...jwk, d: 'AAAA' })],
  ['has another kid', 'eddsa', (jwk) => ({ ...jwk, kid: 'k7' })],
  ['has a kid that is a number', 'eddsa', (jwk) => Object.assign({ ...jwk }, { kid: 1 })],
];

test.each(unsuited)('refused: a token whose key %s', async (_, kind, change) => {
  const issuer = issuers[kind];
  const verify = verifierOf(fixedKeys({ keys: [change(issuer.jwk)] }));
  expect(await reasonOf(verify, mint(issuer))).toBe('TOKEN_KEY');
});

test('refused: RS256 by a key of 1024 bits, though the issuer publishes it', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k3', kty: 'RSA' };
  const input = textsOf(issuers.rs256).map(encode).join('.');
  const token = `${input}.${encode(sign('sha256', Buffer.from(input), privateKey))}`;
  expect(await reasonOf(verifierOf(fixedKeys({ keys: [jwk] })), token)).toBe('TOKEN_KEY');
});

test('refused: no kid, where two keys of the kind are in the set', async () => {
  const both = [issuers.eddsa.jwk, { ...issuers.stranger.jwk, kid: 'k9' }];
  const verify = verifierOf(fixedKeys({ keys: both }));
  const token = (issuer: TestIssuer) => mint(issuer, { header: { kid: undefined } });
  expect(await reasonOf(verify, token(issuers.eddsa))).toBe('TOKEN_KEY');
  expect(await reasonOf(verify, mint(issuers.eddsa))).toBeUndefined();
});

test('refused, and said to be ours: a token whose published key is no key at all', async () => {
  const verify = verifierOf(fixedKeys({ keys: [{ ...issuers.es256.jwk, x: 'AAAA' }] }));
  expect(await reasonOf(verify, mint(issuers.es256))).toBe('KEYS_UNAVAILABLE');
});

test('keys of no use do not keep the others of the set from being used', async () => {
  const odd: readonly unknown[] = [null, 1, { kty: 'oct', k: 'AAAA' }, { kty: 'AKP' }, {}];
  const jwks = JSON.parse(JSON.stringify({ keys: [...odd, issuers.eddsa.jwk] }));
  expect(await reasonOf(verifierOf(fixedKeys(jwks)), mint(issuers.eddsa))).toBeUndefined();
});
