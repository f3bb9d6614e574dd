/** Form, header and keys: RFC 8725 §3.1, §3.2, §3.10, §3.11; RFC 9068 §2.1, §4. Claims are beside. */
import { exportSPKI } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { encode, mac, mint, signSegments, signText, textsOf } from '../../test/support/tokens.ts';
import { type Issuers, openIssuers, reasonOf } from '../../test/support/verifier.ts';
import { tokenHash } from './read-token.ts';

let issuers: Issuers;
let spki: string;

beforeAll(async () => {
  issuers = await openIssuers();
  spki = await exportSPKI(issuers.rs256.publicKey);
});

type Case = readonly [name: string, token: (issuers: Issuers) => string];

const withHeader = (name: string, header: Readonly<Record<string, unknown>>): Case => [
  name,
  ({ eddsa }) => mint(eddsa, { header }),
];

/** Rows of one reason, as rows of the table. */
const all = (reason: string, cases: readonly Case[]) =>
  cases.map(([name, token]) => [name, reason, token] as const);

const edited = (index: number, edit: (segment: string) => string): Case[1] => {
  return ({ eddsa }) => {
    const segments = textsOf(eddsa).map(encode);
    segments[index] = edit(segments[index] ?? '');
    return signSegments(eddsa, segments[0] ?? '', segments[1] ?? '');
  };
};

/** Good in all but this text of its claims or header. */
const claimsText = (edit: (text: string) => string | Buffer): Case[1] => {
  return ({ eddsa }) => signText(eddsa, textsOf(eddsa)[0], edit(textsOf(eddsa)[1]));
};
const headerText = (edit: (text: string) => string | Buffer): Case[1] => {
  return ({ eddsa }) => signText(eddsa, edit(textsOf(eddsa)[0]), textsOf(eddsa)[1]);
};

const LAST_WITH_STRAY_BITS = { A: 'B', Q: 'R', g: 'h', w: 'x' };

const forms: readonly Case[] = [
  ['no text', () => ''],
  ['one part', () => 'abc'],
  ['two parts', ({ eddsa }) => mint(eddsa).split('.').slice(0, 2).join('.')],
  ['four parts', ({ eddsa }) => `${mint(eddsa)}.YQ`],
  ['a JWE of five parts', ({ eddsa }) => `${mint(eddsa)}.YQ.YQ`],
  [
    'a JWE of direct encryption',
    () => `${encode('{"alg":"dir","enc":"A128GCM"}')}..${encode('iv')}.${encode('x')}.YQ`,
  ],
  ['JSON serialization', ({ eddsa }) => JSON.stringify({ payload: mint(eddsa), signatures: [] })],
  ['a header of no bytes', edited(0, () => '')],
  ['claims of no bytes', edited(1, () => '')],
  ['a signature of no bytes', ({ eddsa }) => mint(eddsa).replace(/[^.]+$/, '')],
  ['a token of 100 KB', ({ eddsa }) => mint(eddsa, { claims: { padding: 'x'.repeat(100_000) } })],
  ['100 KB of dots', () => '.'.repeat(100_000)],
  ['a header with padding', edited(0, (segment) => `${segment}=`)],
  ['claims with padding', edited(1, (segment) => `${segment}==`)],
  ['a signature with padding', ({ eddsa }) => `${mint(eddsa)}==`],
  [
    'the standard alphabet',
    ({ eddsa }) => {
      const text = textsOf(eddsa, { header: { kid: 'k1', x: '~~~???>>>' } })[0];
      const standard = Buffer.from(text).toString('base64').replaceAll('=', '');
      expect(standard).toMatch(/[+/]/);
      return signSegments(eddsa, standard, encode(textsOf(eddsa)[1]));
    },
  ],
  ['a space in front', ({ eddsa }) => ` ${mint(eddsa)}`],
  ['a line feed at the end', ({ eddsa }) => `${mint(eddsa)}\n`],
  ['a tab in the claims', edited(1, (segment) => `${segment.slice(0, 8)}\t${segment.slice(8)}`)],
  [
    'stray bits at the end of the signature',
    ({ eddsa }) =>
      mint(eddsa).replace(/[AQgw]$/, (last) => Object(LAST_WITH_STRAY_BITS)[last] ?? last),
  ],
  ['a header that is no JSON', headerText(() => "{alg:'EdDSA'}")],
  ['a header with a comment', headerText((text) => `${text}/**/`)],
  ['a header that is a list', headerText((text) => `[${text}]`)],
  ['a header that is null', headerText(() => 'null')],
  ['a header with a byte order mark', headerText((text) => `\uFEFF${text}`)],
  ['claims that are no JSON', claimsText((text) => text.slice(0, -1))],
  ['claims that are a list', claimsText((text) => `[${text}]`)],
  ['claims that are null', claimsText(() => 'null')],
  [
    'claims that are a token (nested)',
    ({ eddsa }) => signText(eddsa, textsOf(eddsa)[0], mint(eddsa)),
  ],
  [
    'claims that are no UTF-8',
    claimsText((text) =>
      Buffer.concat([
        Buffer.from(text.slice(0, -1)),
        Buffer.from([0x2c, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      ]),
    ),
  ],
  ['alg twice', headerText((text) => text.replace('{', '{"alg":"none",'))],
  ['kid twice', headerText((text) => text.replace('{', '{"kid":"k2",'))],
  ['role twice', claimsText((text) => text.replace('{', '{"role":"AUDITOR",'))],
  ['role twice, once by an escape', claimsText((text) => text.replace('{', '{"r\\u006fle":"A",'))],
  ['bank_id twice, the same', claimsText((text) => text.replace(/("bank_id":"[^"]+")/, '$1,$1'))],
  ['exp twice', claimsText((text) => text.replace('{', '{"exp":1,'))],
  ['a name twice further in', claimsText((text) => text.replace('{', '{"cnf":{"a":1,"a":2},'))],
  ['a name twice inside a list', claimsText((text) => text.replace('{', '{"x":[{"a":1,"a":2}],'))],
];

const NOT_OURS = ['none', 'None', 'NONE', 'nOnE', 'none ', '', 'eddsa', 'es256', 'RS384', 'RS512'];
const NOT_OURS_EITHER = [
  'PS256',
  'ES384',
  'ES256K',
  'Ed25519',
  'RSA-OAEP',
  'dir',
  'HS256',
  'hs256',
];

const algorithms: readonly Case[] = [
  ...[...NOT_OURS, ...NOT_OURS_EITHER].map((alg) => withHeader(`alg "${alg}"`, { alg })),
  withHeader('alg missing', { alg: undefined }),
  withHeader('alg null', { alg: null }),
  withHeader('alg a number', { alg: 256 }),
  withHeader('alg a list', { alg: ['EdDSA'] }),
  withHeader('alg an object', { alg: { name: 'EdDSA' } }),
  [
    'alg none, no signature but one byte',
    ({ eddsa }) => mint(eddsa, { header: { alg: 'none' } }).replace(/[^.]+$/, 'AA'),
  ],
  ...([256, 384, 512] as const).flatMap((bits): readonly Case[] => [
    [`HS${bits} with the public key as PEM`, ({ rs256 }) => mac(bits, spki, rs256)],
    [`HS${bits} with the same, trimmed`, ({ rs256 }) => mac(bits, spki.trim(), rs256)],
    [`HS${bits} with it as DER`, ({ rs256 }) => mac(bits, derOf(spki), rs256)],
    [`HS${bits} with it as JWK`, ({ rs256 }) => mac(bits, JSON.stringify(rs256.jwk), rs256)],
    [`HS${bits} with its x as text`, ({ eddsa }) => mac(bits, eddsa.jwk.x ?? '', eddsa)],
    [`HS${bits} with its x as bytes`, ({ eddsa }) => mac(bits, bytesOf(eddsa.jwk.x), eddsa)],
    [`HS${bits} with an empty secret`, ({ eddsa }) => mac(bits, '', eddsa)],
  ]),
];

const bytesOf = (text = '') => Buffer.from(text, 'base64url');
const derOf = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');

/** Signed by the stranger, whose key comes along or is said to lie elsewhere. */
const ownKey = (name: string, header: (issuers: Issuers) => Record<string, unknown>): Case => [
  name,
  (given) => mint(given.stranger, { header: header(given) }),
];

const headers: readonly Case[] = [
  ownKey('its own key in jwk', ({ stranger }) => ({ jwk: stranger.jwk })),
  ownKey('a known key in jwk', ({ eddsa }) => ({ jwk: eddsa.jwk })),
  ownKey('jwk null', () => ({ jwk: null })),
  ownKey('jku', () => ({ jku: 'https://evil.test/jwks.json' })),
  ownKey('jku of the issuer', () => ({ jku: 'https://issuer.test/../evil.json' })),
  ownKey('x5u', () => ({ x5u: 'https://evil.test/certificate.pem' })),
  ownKey('x5c', () => ({ x5c: ['MIIBszCCARygAwIBAgIUaaaaaaaa'] })),
  withHeader('crit with an unknown extension', { crit: ['exp2'], exp2: 1 }),
  withHeader('crit that is empty', { crit: [] }),
  withHeader('crit that is text', { crit: 'exp2' }),
  withHeader('crit that is null', { crit: null }),
  withHeader('crit with a registered parameter', { crit: ['kid'] }),
  withHeader('crit with b64 true', { crit: ['b64'], b64: true }),
  withHeader('crit with b64 false', { crit: ['b64'], b64: false }),
  withHeader('b64 without crit', { b64: false }),
  withHeader('cty of a nested token', { cty: 'JWT' }),
  withHeader('zip', { zip: 'DEF' }),
  withHeader('enc', { enc: 'A128GCM' }),
  withHeader('kid that is empty', { kid: '' }),
  withHeader('kid that is a number', { kid: 1 }),
  withHeader('kid that is null', { kid: null }),
  withHeader('kid that is a list', { kid: ['k1'] }),
  withHeader('kid that is an object', { kid: { k1: true } }),
  withHeader('kid of 257 characters', { kid: 'k'.repeat(257) }),
  withHeader('kid of 5,000 characters', { kid: 'k'.repeat(5_000) }),
];

const TYPES = ['hop+jwt', 'dpop+jwt', 'secevent+jwt', 'logout+jwt', 'application/dpop+jwt'];
const MORE_TYPES = ['token-introspection+jwt', 'JOSE', '', ' JWT', 'at+jwt;v=1', 'text/at+jwt'];

const types: readonly Case[] = [
  ...[...TYPES, ...MORE_TYPES].map((typ) => withHeader(`typ "${typ}"`, { typ })),
  withHeader('typ null', { typ: null }),
  withHeader('typ a number', { typ: 1 }),
  withHeader('typ a list', { typ: ['JWT'] }),
];

const KIDS = ['../../../../dev/null', '/dev/null', "k1' OR '1'='1", "' UNION SELECT 'key' -- "];
const MORE_KIDS = ['https://evil.test/key', 'k1|/usr/bin/id', 'k1\u0000', 'K1', 'k1 ', '__proto__'];

const keys: readonly Case[] = [
  ...[...KIDS, ...MORE_KIDS, 'constructor', '0'].map((kid) => withHeader(`kid "${kid}"`, { kid })),
  [
    'kid missing, with several keys of the kind',
    ({ rs256 }) => mint(rs256, { header: { kid: 'k9' } }),
  ],
  ['kid of a key of another kind', ({ eddsa }) => mint(eddsa, { header: { kid: 'k3' } })],
  ['alg of another kind than the key', ({ eddsa }) => mint(eddsa, { header: { alg: 'RS256' } })],
];

test.each([
  ...all('TOKEN_MALFORMED', forms),
  ...all('TOKEN_ALGORITHM', algorithms),
  ...all('TOKEN_HEADER', headers),
  ...all('TOKEN_TYPE', types),
  ...all('TOKEN_KEY', keys),
])('refused: %s, as %s', async (_, reason, token) => {
  expect(await reasonOf(issuers.verify, token(issuers))).toBe(reason);
});

const accepted: readonly Case[] = [
  ['EdDSA', ({ eddsa }) => mint(eddsa)],
  ['ES256', ({ es256 }) => mint(es256)],
  ['RS256', ({ rs256 }) => mint(rs256)],
  ...['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', 'application/jwt'].map((typ) =>
    withHeader(`typ "${typ}"`, { typ }),
  ),
  withHeader('no kid, with one key of the kind', { kid: undefined }),
  withHeader('x5t, which is a thumbprint and no key', { x5t: 'abc' }),
  withHeader('a header parameter nobody knows', { nonce: 'abc' }),
  ['the same name in two objects', claimsText((text) => text.replace('{', '{"x":{"role":"A"},'))],
  ['a value that is also a name', claimsText((text) => text.replace('{', '{"x":["role","role"],'))],
  ['white space in the JSON', claimsText((text) => ` ${text.replaceAll(',', ' ,\n')} `)],
  ['quotes and braces in a text', claimsText((text) => text.replace('{', '{"x":"\\"role\\":{",'))],
];

test.each(accepted)('accepted: %s', async (_, token) => {
  expect(await reasonOf(issuers.verify, token(issuers))).toBeUndefined();
});

test('a token is refused for its length from the first character above the limit on', async () => {
  const lengthOf = (padding: number) =>
    mint(issuers.eddsa, { header: { nonce: 'xx' }, claims: { padding: 'x'.repeat(padding) } });
  const [short, long] = [lengthOf(5_500), lengthOf(6_000)];
  expect([short.length < 8_192, long.length > 8_192]).toEqual([true, true]);
  expect(await reasonOf(issuers.verify, short)).toBeUndefined();
  expect(await reasonOf(issuers.verify, long)).toBe('TOKEN_MALFORMED');
});

test('the hash of a token is that of what is signed, whatever the signature', () => {
  const token = mint(issuers.es256);
  expect(tokenHash(`${token}x`)).toBe(tokenHash(token));
  expect(tokenHash(`x${token}`)).not.toBe(tokenHash(token));
});
