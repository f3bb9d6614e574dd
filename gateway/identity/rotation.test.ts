/** Steady traffic, a real JWK Set server and a real clock, while the keys rotate. */
import { createRemoteJWKSet } from 'jose';
import { expect, test } from 'vitest';
import { startKeyServer } from '../../test/support/key-server.ts';
import { createIssuer, mint, type TestIssuer } from '../../test/support/tokens.ts';
import { reasonOf, verifierOf } from '../../test/support/verifier.ts';
import type { KeySource } from './keys.ts';
import { createRemoteKeys } from './remote-keys.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

const ROTATIONS = 6;
const REQUESTS_PER_KEY = 120;
const CLIENTS = 8;
const COOLDOWN_MS = 150;

/**
 * Each key signs from the moment it is published, and leaves the set a rotation later, when no
 * client uses it any more: the hardest an issuer may do. Clients use half new tokens, half one
 * they keep.
 */
async function rotate(open: (url: URL) => KeySource) {
  const issuers = await Promise.all(
    Array.from({ length: ROTATIONS }, (_, index) => createIssuer('EdDSA', `key-${index}`)),
  );
  const [first, ...later] = issuers;
  if (!first) throw new Error('no issuer');
  const server = await startKeyServer(first.jwks);
  const startedAt = performance.now();
  const verify = verifierOf(open(server.url), { verified: createVerifiedTokens() });
  const refused: string[] = [];
  let answered = 0;

  const phase = async (current: TestIssuer) => {
    const kept = mint(current);
    const client = async (share: number) => {
      for (let request = 0; request < share; request += 1) {
        const token = request % 2 === 0 ? kept : mint(current, { claims: { jti: `j${request}` } });
        const reason = await reasonOf(verify, token);
        answered += 1;
        if (reason !== undefined) refused.push(`${current.kid} ${reason}`);
      }
    };
    const share = REQUESTS_PER_KEY / CLIENTS;
    await Promise.all(Array.from({ length: CLIENTS }, () => client(share)));
  };

  await phase(first);
  let before = first;
  for (const next of later) {
    server.answer({ keys: [before.jwk, next.jwk] });
    // Both keys are in use while clients go over to the new one.
    await Promise.all([phase(before), phase(next)]);
    before = next;
  }
  const fetches = server.fetches();
  const elapsed = performance.now() - startedAt;
  await server.close();
  return { refused, answered, fetches, fetchesAllowed: 1 + Math.ceil(elapsed / COOLDOWN_MS) };
}

test('keys rotate five times without a single 401, by one fetch per cooldown', async () => {
  const { refused, answered, fetches, fetchesAllowed } = await rotate((url) =>
    createRemoteKeys(url, { cooldownMs: COOLDOWN_MS }),
  );
  expect(refused).toEqual([]);
  expect(answered).toBe(REQUESTS_PER_KEY * (2 * ROTATIONS - 1));
  expect(fetches).toBeGreaterThanOrEqual(ROTATIONS);
  expect(fetches).toBeLessThanOrEqual(fetchesAllowed);
});

test('the same rotation is 401s with a cooldown that refuses', async () => {
  const { refused } = await rotate((url) => ({
    keys: createRemoteJWKSet(url),
    version: () => 0,
    ready: async () => {},
    published: undefined,
  }));
  expect(refused.length).toBeGreaterThan(0);
});
