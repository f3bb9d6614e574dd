import { beforeAll, expect, test } from 'vitest';
import { createSigner, type TestSigner, trustOf } from '../../test/support/signing.ts';
import { parseTrust } from './trust.ts';

let alice: TestSigner;
beforeAll(async () => {
  alice = await createSigner();
});

test('names those who may sign by the ids of their keys', async () => {
  const bob = await createSigner({ subject: 'bob@bank', scope: 'other', algorithm: 'EdDSA' });
  const trust = await parseTrust(trustOf(alice, bob));
  expect([...trust.keys()]).toEqual([alice.kid, bob.kid]);
  expect(trust.get(bob.kid)).toMatchObject({
    subject: 'bob@bank',
    scope: 'other',
    algorithm: 'EdDSA',
  });
});

const WRONG: readonly (readonly [string, () => object])[] = [
  ['without a subject', () => ({ ...alice.trusted, subject: undefined })],
  ['without a scope', () => ({ ...alice.trusted, scope: '' })],
  ['without an id', () => ({ ...alice.trusted, kid: undefined })],
  ['without an algorithm', () => ({ ...alice.trusted, alg: undefined })],
  ['for encryption', () => ({ ...alice.trusted, use: 'enc' })],
  [
    'that is a secret',
    () => ({ kty: 'oct', k: 'c2VjcmV0', kid: 'a', alg: 'HS256', subject: 's', scope: 's' }),
  ],
  ['of an algorithm with a shared secret', () => ({ ...alice.trusted, alg: 'HS256' })],
  ['of no algorithm', () => ({ ...alice.trusted, alg: 'none' })],
  ['that is a private one', () => ({ ...alice.trusted, ...alice.privateJwk })],
  ['that does not fit its algorithm', () => ({ ...alice.trusted, alg: 'RS256' })],
];

test.each(WRONG)('a key %s makes the file one that nobody can rely on', async (_, key) => {
  await expect(parseTrust(JSON.stringify({ keys: [key()] }))).rejects.toThrow();
});

test.each(['', '{}', '{"keys":[]}', '[]'])('no trust file is: %s', async (text) => {
  await expect(parseTrust(text)).rejects.toThrow();
});

test('one id for two keys is refused', async () => {
  const other = await createSigner();
  const keys = [alice.trusted, { ...other.trusted, kid: alice.kid }];
  await expect(parseTrust(JSON.stringify({ keys }))).rejects.toThrow('two keys');
});
