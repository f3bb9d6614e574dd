/** Claims: RFC 7519 §4, RFC 8725 §3.8, §3.9, §3.12, RFC 9068 §4. */
import { beforeAll, expect, test } from 'vitest';
import { bankIdOf } from '../../lib/ids.ts';
import { AUDIENCE, ISSUER, mint, signText, textsOf } from '../../test/support/tokens.ts';
import { type Issuers, openIssuers, reasonOf } from '../../test/support/verifier.ts';

/** The clock of these tests stands still, so that an edge is an edge. */
const NOW = 1_900_000_000;
const YEAR = 366 * 86_400;

let issuers: Issuers;

beforeAll(async () => {
  issuers = await openIssuers({ clock: () => NOW * 1000 + 999 });
});

type Case = readonly [name: string, claims: Readonly<Record<string, unknown>>];

const GOOD = { iat: NOW, exp: NOW + 60 };
const tokenOf = (claims: Case[1]) => mint(issuers.eddsa, { claims: { ...GOOD, ...claims } });

const expired: readonly Case[] = [
  ['exp a minute ago', { exp: NOW - 60 }],
  ['exp as long ago as the tolerance', { exp: NOW - 5 }],
  ['exp a fraction before that', { exp: NOW - 5.5 }],
  ['exp at the beginning of time', { exp: 0 }],
  ['exp before it', { exp: -1 }],
  ['exp far before it', { exp: -1e308 }],
];

const date = (name: string) =>
  [String(NOW + 60), '2099-01-01T00:00:00Z', null, true, [NOW + 60], { $date: NOW }, ''].map(
    (value): Case => [`${name} is ${JSON.stringify(value)}`, { [name]: value }],
  );

const text = (name: string, good: unknown) =>
  [undefined, null, '', 7, true, [], [good], [good, 'x'], { value: good }, {}].map(
    (value): Case => [`${name} is ${JSON.stringify(value)}`, { [name]: value }],
  );

const clients = (name: string) =>
  [null, '', 7, true, ['a'], { a: 1 }, 'a b', 'a\n', 'a"', 'a\u0000', 'ä', 'a'.repeat(129)].map(
    (value): Case => [`${name} is ${JSON.stringify(value)}`, { [name]: value }],
  );

const broken: readonly Case[] = [
  ['no exp', { exp: undefined }],
  ...date('exp'),
  ...date('nbf'),
  ...date('iat'),
  ['exp in milliseconds', { exp: (NOW + 60) * 1000 }],
  ['exp of 1e308', { exp: 1e308 }],
  ['exp a second past the longest life', { exp: NOW + YEAR + 1 }],
  ['nbf a second past the tolerance', { nbf: NOW + 6 }],
  ['nbf in milliseconds', { nbf: NOW * 1000 }],
  ['nbf of 1e308', { nbf: 1e308 }],
  ['nbf before the beginning of time', { nbf: -1 }],
  ['iat a second past the tolerance', { iat: NOW + 6 }],
  ['iat in milliseconds', { iat: NOW * 1000 }],
  ['iat before the beginning of time', { iat: -1 }],
  ...text('iss', ISSUER),
  ['another issuer', { iss: 'https://evil.test' }],
  ['the issuer with a slash more', { iss: `${ISSUER}/` }],
  ['the issuer in capitals', { iss: ISSUER.toUpperCase() }],
  ['another audience', { aud: 'payscope-other' }],
  ['an audience that begins as ours', { aud: `${AUDIENCE}.evil.test` }],
  ['no audience', { aud: undefined }],
  ['aud is null', { aud: null }],
  ['aud is empty', { aud: '' }],
  ['aud is an empty list', { aud: [] }],
  ['aud is a list of others', { aud: ['a-party', 'b-party'] }],
  ['aud is a list with a number', { aud: [AUDIENCE, 7] }],
  ['aud is a list with null', { aud: [AUDIENCE, null] }],
  ['aud is a list in a list', { aud: [[AUDIENCE]] }],
  ['aud is an object', { aud: { [AUDIENCE]: true } }],
  ['aud is a number', { aud: 1 }],
  ...text('sub', 'tester'),
  ['sub of 257 characters', { sub: 's'.repeat(257) }],
  ...text('role', 'ANALYST'),
  ['a role nobody knows', { role: 'SUPERUSER' }],
  ['a role in small letters', { role: 'analyst' }],
  ['a role with a space', { role: 'ANALYST ' }],
  ['a role named like an object internal', { role: '__proto__' }],
  ['two roles in one text', { role: 'ANALYST,AUDITOR' }],
  ...text('bank_id', bankIdOf('HB')),
  ['bank_id that is a code', { bank_id: 'HB' }],
  ['bank_id in braces', { bank_id: `{${bankIdOf('HB')}}` }],
  ['bank_id without hyphens', { bank_id: bankIdOf('HB').replaceAll('-', '') }],
  ['two banks in one text', { bank_id: `${bankIdOf('HB')},${bankIdOf('CD')}` }],
  ['jti is a number', { jti: 7 }],
  ['jti is empty', { jti: '' }],
  ['jti is a list', { jti: ['a'] }],
  ...clients('client_id'),
  ...clients('azp'),
  ['azp that is malformed, beside a client_id', { client_id: 'dashboard', azp: 7 }],
  ['azp that names another client', { client_id: 'dashboard', azp: 'partner-ab' }],
];

test.each(expired)('refused as expired: %s', async (_, claims) => {
  expect(await reasonOf(issuers.verify, tokenOf(claims))).toBe('TOKEN_EXPIRED');
});

test.each(broken)('refused for its claims: %s', async (_, claims) => {
  expect(await reasonOf(issuers.verify, tokenOf(claims))).toBe('TOKEN_CLAIMS');
});

test('refused for its claims: exp of 1e999, which JavaScript reads as infinity', async () => {
  const [header, claims] = textsOf(issuers.eddsa, { claims: GOOD });
  const endless = claims.replace(`"exp":${GOOD.exp}`, '"exp":1e999');
  expect(await reasonOf(issuers.verify, signText(issuers.eddsa, header, endless))).toBe(
    'TOKEN_CLAIMS',
  );
});

const accepted: readonly Case[] = [
  ['a token as most are', {}],
  ['exp within the tolerance by a second', { exp: NOW - 4 }],
  ['exp with a fraction', { exp: NOW + 60.5 }],
  ['exp at the longest life', { exp: NOW + YEAR }],
  ['nbf now', { nbf: NOW }],
  ['nbf exactly at the tolerance', { nbf: NOW + 5 }],
  ['nbf at the beginning of time', { nbf: 0 }],
  ['iat exactly at the tolerance', { iat: NOW + 5 }],
  ['no iat and no nbf', { iat: undefined, nbf: undefined }],
  ['our audience in a list of one', { aud: [AUDIENCE] }],
  ['our audience among several', { aud: ['a-party', AUDIENCE, 'b-party'] }],
  ['our audience twice', { aud: [AUDIENCE, AUDIENCE] }],
  ['a bank id in capitals', { bank_id: bankIdOf('HB').toUpperCase() }],
  ['a jti', { jti: 'b2f1' }],
  ['claims nobody asked for', { scope: 'x y', client_id: 'z', cnf: { jkt: 'abc' } }],
  ['a subject of 256 characters', { sub: 's'.repeat(256) }],
  ['a client of 128 characters', { client_id: 'c'.repeat(128) }],
];

test.each(accepted)('accepted: %s', async (_, claims) => {
  expect((await issuers.verify(tokenOf(claims))).bankId).toBe(bankIdOf('HB'));
});

test('a token says who asks, and nothing else about them', async () => {
  expect(await issuers.verify(tokenOf({ scope: 'admin' }))).toEqual({
    subject: 'tester',
    role: 'ANALYST',
    bankId: bankIdOf('HB'),
    client: 'unknown',
  });
});

test.each<readonly [string, Case[1], string]>([
  ['client_id', { client_id: 'https://app.test/@a:1' }, 'https://app.test/@a:1'],
  ['azp where there is no client_id', { azp: 'partner-ab' }, 'partner-ab'],
  ['client_id and the same azp', { client_id: 'dashboard', azp: 'dashboard' }, 'dashboard'],
  ['no one where neither is there', {}, 'unknown'],
])('the client is named by %s', async (_, claims, client) => {
  expect((await issuers.verify(tokenOf(claims))).client).toBe(client);
});
