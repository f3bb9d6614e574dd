import { createHmac, createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  committed,
  type Forgery,
  fileClaims,
  forge,
  unsecured,
} from '../../test/support/forged.ts';
import { createSigner, SCOPE, type TestSigner, trustOf } from '../../test/support/signing.ts';
import { BundleError, type BundleFault } from './bundle-error.ts';
import { parseTrust, type Trust } from './trust.ts';
import { type VerifyOptions, verifyBundle } from './verify-bundle.ts';

let alice: TestSigner;
let mallory: TestSigner;
let elsewhere: TestSigner;
let trust: Trust;
beforeAll(async () => {
  alice = await createSigner({ subject: 'alice@bank' });
  mallory = await createSigner({ subject: 'mallory@bank' });
  elsewhere = await createSigner({ subject: 'eve@bank', scope: 'elsewhere' });
  trust = await parseTrust(trustOf(alice, elsewhere));
});

const verify = (archive: Uint8Array, options: Partial<VerifyOptions> = {}) =>
  verifyBundle(archive, trust, { now: new Date(), scope: SCOPE, ...options });

async function faultOf(archive: Uint8Array, options: Partial<VerifyOptions> = {}) {
  const end = await verify(archive, options).catch((error: unknown) => error);
  return end instanceof BundleError ? end.kind : end;
}

const seconds = () => Math.floor(Date.now() / 1000);

test('tells whose bundle it is, which one, and until when', async () => {
  const now = seconds();
  const claims = { iat: now - 10, exp: now + 10, serial: 7 };
  expect(await verify(await forge(alice, { claims }))).toMatchObject({
    revision: expect.stringMatching(/^[0-9a-f]{16}$/),
    serial: 7,
    signer: { kid: alice.kid, subject: 'alice@bank' },
    signedAt: new Date((now - 10) * 1000),
    expiresAt: new Date((now + 10) * 1000),
  });
});

const hmac = (token: string): string => {
  const key = createPublicKey({ key: alice.trusted, format: 'jwk' });
  const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: alice.kid })).toString(
    'base64url',
  );
  const input = `${header}.${token.split('.')[1]}`;
  const pem = key.export({ type: 'spki', format: 'pem' });
  return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
};

/** One bit of the signature, and not of its last character's padding. */
const broken = (token: string): string => {
  const at = token.length - 10;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
};

const hashed = async (algorithm: string) =>
  fileClaims(await committed()).map((file, index) => (index === 0 ? { ...file, algorithm } : file));

const FAULTS: readonly (readonly [string, BundleFault, () => Promise<Forgery> | Forgery])[] = [
  ['has no signatures', 'unsigned', () => ({ signatures: { text: undefined } })],
  ['has an empty list of signatures', 'unsigned', () => ({ tokens: () => [] })],
  ['has two signatures', 'several_signatures', () => ({ tokens: (token) => [token, token] })],
  [
    'has signatures in a folder too',
    'several_signatures',
    async () => ({ files: await committed({ 'a/.signatures.json': '{"signatures":[]}' }) }),
  ],
  ['has signatures that are no JSON', 'unreadable', () => ({ signatures: { text: '{' } })],
  [
    'has signatures of more than 1 MiB',
    'unreadable',
    () => ({ tokens: (token) => [`${token}${'A'.repeat(1024 * 1024)}`] }),
  ],
  ['has a signature that is no JWS', 'unreadable', () => ({ tokens: () => ['x.y.z'] })],
  ["is signed by a plugin's rules", 'unreadable', () => ({ plugin: 'acme' })],
  [
    'is a delta bundle',
    'delta',
    async () => ({ files: await committed({ 'patch.json': '{"data":[]}' }) }),
  ],
  [
    'is a delta bundle without signatures',
    'delta',
    () => ({ files: new Map([['patch.json', '{}']]), signatures: { text: undefined } }),
  ],
  [
    'is signed with alg none',
    'weak_algorithm',
    () => ({ tokens: (token) => [unsecured(token, { alg: 'none', kid: alice.kid })] }),
  ],
  [
    'is signed with HS256 by the public key',
    'weak_algorithm',
    () => ({ tokens: (token) => [hmac(token)] }),
  ],
  ['names no key', 'wrong_key', () => ({ header: { kid: undefined } })],
  ['names a key nobody trusts', 'wrong_key', () => ({ header: { kid: mallory.kid } })],
  [
    'names its key in the claims, and another in the header',
    'wrong_key',
    () => ({ header: { kid: 'x' }, claims: { keyid: alice.kid } }),
  ],
  [
    'says another algorithm than its key is for',
    'wrong_key',
    () => ({ tokens: (token) => [unsecured(token, { alg: 'RS256', kid: alice.kid })] }),
  ],
  [
    'has a signature with a bit changed',
    'tampered',
    () => ({ tokens: (token) => [broken(token)] }),
  ],
  [
    'has the claims of one signature and the rest of another',
    'tampered',
    () => ({
      tokens: (token) => {
        const [header, , signature] = token.split('.');
        const claims = Buffer.from('{"files":[]}').toString('base64url');
        return [`${header}.${claims}.${signature}`];
      },
    }),
  ],
  ['is for another scope', 'wrong_scope', () => ({ claims: { scope: 'other' } })],
  ['is for no scope', 'wrong_scope', () => ({ claims: { scope: undefined } })],
  [
    'expired a second ago',
    'stale',
    () => ({ claims: { iat: seconds() - 10, exp: seconds() - 1 } }),
  ],
  [
    'expires before it was signed',
    'stale',
    () => ({ claims: { iat: seconds() + 50, exp: seconds() + 40 } }),
  ],
  [
    'is signed in the future',
    'not_yet_valid',
    () => ({ claims: { iat: seconds() + 90, exp: seconds() + 900 } }),
  ],
  ['never expires', 'unreadable', () => ({ claims: { exp: undefined } })],
  ['does not say when it was signed', 'unreadable', () => ({ claims: { iat: undefined } })],
  ['has no serial', 'unreadable', () => ({ claims: { serial: undefined } })],
  ['has a serial that is a fraction', 'unreadable', () => ({ claims: { serial: 1.5 } })],
  ['has a serial that is text', 'unreadable', () => ({ claims: { serial: '9' } })],
  ['has a serial past what can be counted', 'unreadable', () => ({ claims: { serial: 2 ** 53 } })],
  ...['MD5', 'SHA-1', 'SHA-224', 'SHA-512-224', 'sha-256', ''].map(
    (algorithm) =>
      [
        `has a file hashed with "${algorithm}"`,
        'weak_hash',
        async () => ({ claims: { files: await hashed(algorithm) } }),
      ] as const,
  ),
  [
    'lists a file twice',
    'tampered',
    async () => {
      const files = fileClaims(await committed());
      return { claims: { files: [...files, ...files.slice(0, 1)] } };
    },
  ],
];

test.each(FAULTS)('a bundle that %s is refused as %s', async (_, kind, forgery) => {
  expect(await faultOf(await forge(alice, await forgery()))).toBe(kind);
});

test('a bundle signed by somebody who signs for something else only is refused', async () => {
  expect(await faultOf(await forge(elsewhere))).toBe('wrong_scope');
  expect(await faultOf(await forge(elsewhere, { claims: { scope: 'elsewhere' } }))).toBe(
    'wrong_scope',
  );
});

test.each(['plain text', ''])('what is no archive is refused: "%s"', async (text) => {
  expect(await faultOf(Buffer.from(text))).toBe('unreadable');
});

test('says no more of an id nobody trusts than fits into a line', async () => {
  const archive = await forge(alice, { header: { kid: 'k'.repeat(100_000) } });
  const end = await verify(archive).catch((error: unknown) => error);
  expect(end).toMatchObject({ kind: 'wrong_key', message: expect.stringMatching(/^.{1,500}$/) });
});

test.each([
  ['empty', ''],
  ['more than the trail takes', 'r'.repeat(201)],
  ['no header takes', 'v1\nv2'],
  ['beside ASCII', 'über'],
])('has a revision that is %s', async (_name, revision) => {
  const files = await committed({ '.manifest': JSON.stringify({ revision }) });
  expect(await faultOf(await forge(alice, { files }))).toBe('unusable');
});

describe('a file changed after it was signed', async () => {
  const names = [...(await committed()).keys()];

  test.each(names)('%s, changed', async (name) => {
    const signed = await committed();
    const text = Buffer.from(signed.get(name) ?? '').toString('latin1');
    const changed = name === 'data.json' ? text.replace('"ADMIN"', '"ADMINS"') : `${text} `;
    const isJson = name === '.manifest';
    const content = isJson ? text.replace('"revision":"', '"revision":"0') : changed;
    expect(content).not.toBe(text);
    const files = new Map(signed).set(name, Buffer.from(content, 'latin1'));
    expect(await faultOf(await forge(alice, { files, signed }))).toBe('tampered');
  });

  test.each(names)('%s, left out', async (name) => {
    const signed = await committed();
    const files = new Map(signed);
    files.delete(name);
    expect(await faultOf(await forge(alice, { files, signed }))).toBe('tampered');
  });

  test.each(['more.rego', 'a/data.json', 'a/policy.wasm', '.manifest2'])(
    '%s, added',
    async (name) => {
      const signed = await committed();
      const files = new Map(signed).set(name, '{}');
      expect(await faultOf(await forge(alice, { files, signed }))).toBe('tampered');
    },
  );

  test('no JSON any more', async () => {
    const signed = await committed();
    const files = new Map(signed).set('data.json', '{');
    expect(await faultOf(await forge(alice, { files, signed }))).toBe('tampered');
  });

  test('white space in data is none', async () => {
    const signed = await committed();
    const data = JSON.parse(Buffer.from(signed.get('data.json') ?? '').toString('utf8'));
    const files = new Map(signed).set('data.json', JSON.stringify(data, null, 4));
    expect(await verify(await forge(alice, { files, signed }))).toMatchObject({ serial: 1 });
  });
});

describe('the serial', () => {
  const signed = (serial: number) => forge(alice, { claims: { serial } });
  const last = { serial: 5, sha256: 'of another archive' };

  test('may be higher than the last one', async () => {
    expect(await verify(await signed(6), { last })).toMatchObject({ serial: 6 });
  });

  test.each([4, 0])('may not be lower: %s', async (serial) => {
    expect(await faultOf(await signed(serial), { last })).toBe('rolled_back');
  });

  test('may be the same for the very same archive only', async () => {
    const archive = await signed(5);
    expect(await faultOf(archive, { last })).toBe('rolled_back');
    const { sha256 } = await verify(archive);
    expect(await verify(archive, { last: { serial: 5, sha256 } })).toMatchObject({ serial: 5 });
  });
});

test('the one that was in force may have expired, and nothing else', async () => {
  const claims = { iat: seconds() - 10, exp: seconds() - 1 };
  const expired = 'report';
  expect(await verify(await forge(alice, { claims }), { expired })).toMatchObject({ serial: 1 });
  const other = { ...claims, scope: 'other' };
  expect(await faultOf(await forge(alice, { claims: other }), { expired })).toBe('wrong_scope');
});

test("the name of OPA's own signer may stand beside the signature", async () => {
  expect(await verify(await forge(alice, { plugin: '_default' }))).toMatchObject({ serial: 1 });
});

test('the key may be named in the claims alone, as `opa sign` does', async () => {
  const named = { header: { kid: '' }, claims: { keyid: alice.kid } };
  expect(await verify(await forge(alice, named))).toMatchObject({ signer: { kid: alice.kid } });
});

test.each(['ES384', 'PS256', 'RS256', 'EdDSA'])('a signature with %s counts', async (algorithm) => {
  const signer = await createSigner({ algorithm });
  const trusted = await parseTrust(trustOf(signer));
  const options = { now: new Date(), scope: SCOPE };
  expect(await verifyBundle(await forge(signer), trusted, options)).toMatchObject({ serial: 1 });
});
