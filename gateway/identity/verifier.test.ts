/** What is asked on every request, and what is remembered from one to the next. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createIssuer, mint, type TestIssuer, withSignature } from '../../test/support/tokens.ts';
import { reasonOf, verifierOf } from '../../test/support/verifier.ts';
import { fixedKeys } from './keys.ts';
import { tokenHash } from './read-token.ts';
import { createRevocations, type Revocation } from './revocations.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

const START = 1_900_000_000_000;
const SECONDS = START / 1000;

let issuer: TestIssuer;

beforeAll(async () => {
  issuer = await createIssuer();
});

/** A verifier that remembers, with all that can be turned about it. */
function remembering(max?: number) {
  const state = { now: START, version: 0, roles: new Set(['ANALYST']), checks: 0 };
  const lookups = { hit: 0, miss: 0 };
  const clock = () => state.now;
  const verified = createVerifiedTokens(max);
  const revocations = createRevocations({ clock });
  const source = fixedKeys(issuer.jwks);
  const verify = verifierOf(
    {
      ...source,
      version: () => state.version,
      keys: (header, token) => {
        state.checks += 1;
        return source.keys(header, token);
      },
    },
    {
      clock,
      verified,
      revocations,
      roles: () => state.roles,
      onLookup: (result) => {
        lookups[result] += 1;
      },
    },
  );
  return { state, lookups, verified, revocations, verify };
}

const tokenOf = (claims: Readonly<Record<string, unknown>> = {}) =>
  mint(issuer, { claims: { iat: SECONDS, exp: SECONDS + 600, jti: 'j1', ...claims } });

describe('tokens verified a moment ago', () => {
  test('are verified once in 5 seconds, and counted', async () => {
    const { state, lookups, verify } = remembering();
    const token = tokenOf();
    const first = await verify(token);
    state.now += 4_999;
    expect(await verify(token)).toEqual(first);
    expect([state.checks, lookups]).toEqual([1, { hit: 1, miss: 1 }]);
    state.now += 1;
    await verify(token);
    expect([state.checks, lookups]).toEqual([2, { hit: 1, miss: 2 }]);
  });

  test('are refused from the moment on at which they expire', async () => {
    const { state, verify } = remembering();
    const token = tokenOf({ exp: SECONDS - 2 });
    expect(await reasonOf(verify, token)).toBeUndefined();
    state.now += 2_999;
    expect(await reasonOf(verify, token)).toBeUndefined();
    state.now += 1;
    expect(await reasonOf(verify, token)).toBe('TOKEN_EXPIRED');
  });

  test('are verified again once the keys are others', async () => {
    const { state, verify } = remembering();
    const token = tokenOf();
    await verify(token);
    state.version += 1;
    await verify(token);
    expect(state.checks).toBe(2);
  });

  test('are verified again when the clock was set back', async () => {
    const { state, verify } = remembering();
    const token = tokenOf();
    await verify(token);
    state.now -= 1_000;
    await verify(token);
    expect(state.checks).toBe(2);
  });

  test('are refused at once when the policy no longer knows their role', async () => {
    const { state, verify } = remembering();
    const token = tokenOf();
    await verify(token);
    state.roles = new Set(['AUDITOR']);
    expect(await reasonOf(verify, token)).toBe('TOKEN_CLAIMS');
  });

  test('are known by all of their text: another signature is another token', async () => {
    const { verify } = remembering();
    const token = tokenOf();
    await verify(token);
    const forged = withSignature(token, Buffer.alloc(64, 7));
    expect(await reasonOf(verify, forged)).toBe('TOKEN_INVALID');
  });

  test('are as many as there is room for, and refused ones are none of them', async () => {
    const { verify, verified } = remembering(3);
    for (let index = 0; index < 10; index += 1) await verify(tokenOf({ jti: `j${index}` }));
    expect(verified.size()).toBe(3);
    const other = remembering();
    await reasonOf(other.verify, tokenOf({ exp: 1 }));
    expect(other.verified.size()).toBe(0);
  });
});

const until = SECONDS + 600;

const revoked: readonly (readonly [string, (token: string) => Revocation])[] = [
  ['its jti', () => ({ kind: 'jti', jti: 'j1', until })],
  ['its subject', () => ({ kind: 'subject', subject: 'tester', until })],
  ['its hash', (token) => ({ kind: 'token', hash: tokenHash(token), until })],
];

describe('a token revoked by', () => {
  test.each(revoked)('%s is refused at once, verified a moment ago or not', async (_, revoke) => {
    const { state, verify, revocations } = remembering();
    const token = tokenOf();
    await verify(token);
    await revocations.revoke(revoke(token));
    expect(await reasonOf(verify, token)).toBe('TOKEN_REVOKED');
    state.now += 6_000;
    expect(await reasonOf(verify, token)).toBe('TOKEN_REVOKED');
  });

  test.each(revoked)('%s is the only one refused', async (_, revoke) => {
    const { verify, revocations } = remembering();
    await revocations.revoke(revoke(tokenOf()));
    expect(await reasonOf(verify, tokenOf({ jti: 'j2', sub: 'other' }))).toBeUndefined();
    expect(await reasonOf(verify, tokenOf({ jti: 'tester', sub: 'j1' }))).toBeUndefined();
  });
});

test('a token without jti is not revoked by any jti', async () => {
  const { verify, revocations } = remembering();
  await revocations.revoke({ kind: 'jti', jti: 'undefined', until });
  expect(await reasonOf(verify, tokenOf({ jti: undefined }))).toBeUndefined();
});

test('a revocation ends with its until, and a second one never shortens it', async () => {
  const { state, verify, revocations } = remembering();
  await revocations.revoke({ kind: 'subject', subject: 'tester', until: SECONDS + 10 });
  await revocations.revoke({ kind: 'subject', subject: 'tester', until: SECONDS + 1 });
  state.now += 9_999;
  expect(await reasonOf(verify, tokenOf())).toBe('TOKEN_REVOKED');
  state.now += 1;
  expect(await reasonOf(verify, tokenOf())).toBeUndefined();
});

test('where there is no room for a revocation it fails, and none is forgotten before its time', async () => {
  let now = START;
  const { revoke, isRevoked } = createRevocations({ clock: () => now, max: 2 });
  const jti = (id: string) => revoke({ kind: 'jti', jti: id, until: SECONDS + 10 });
  const held = (id: string) => isRevoked({ principal: { subject: 's' }, jti: id, hash: 'h' });
  await jti('a');
  await jti('b');
  await expect(jti('c')).rejects.toThrow(RangeError);
  expect([held('a'), held('b'), held('c')]).toEqual([true, true, false]);
  now += 10_000;
  await revoke({ kind: 'jti', jti: 'c', until: SECONDS + 60 });
  expect([held('a'), held('b'), held('c')]).toEqual([false, false, true]);
});
