import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type KeyServer, startKeyServer } from '../../test/support/key-server.ts';
import { createIssuer, mint, type TestIssuer } from '../../test/support/tokens.ts';
import { reasonOf, verifierOf } from '../../test/support/verifier.ts';
import { createRemoteKeys, type RemoteKeysOptions } from './remote-keys.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

let issuer: TestIssuer;
let other: TestIssuer;
let server: KeyServer | undefined;

beforeAll(async () => {
  issuer = await createIssuer('EdDSA', 'k1');
  other = await createIssuer('EdDSA', 'k2');
});

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const MINUTE = 60_000;

/** Time stands still but for what a test adds; waiting takes none of the test's own. */
async function open(first: Parameters<typeof startKeyServer>[0], options: RemoteKeysOptions = {}) {
  const started = await startKeyServer(first);
  server = started;
  const state = { now: 0 };
  const outcomes: string[] = [];
  const keys = createRemoteKeys(started.url, {
    clock: () => state.now,
    wait: async (ms) => {
      state.now += ms;
    },
    onFetch: (outcome) => outcomes.push(outcome),
    ...options,
  });
  return { server: started, state, keys, verify: verifierOf(keys), outcomes };
}

const unknown = (index: number) => mint(issuer, { header: { kid: `unknown-${index}` } });
const down: Parameters<typeof startKeyServer>[0] = (request) => request.socket.destroy();
const silent: Parameters<typeof startKeyServer>[0] = () => undefined;

describe('to the issuer', () => {
  test('requests that come at once share one fetch, and later ones need none', async () => {
    const { server, verify } = await open(issuer.jwks);
    await Promise.all(Array.from({ length: 50 }, () => verify(mint(issuer))));
    await verify(mint(issuer));
    expect(server.fetches()).toBe(1);
  });

  test('a flood of unknown kids is one fetch per cooldown, and each is refused', async () => {
    const { server, verify, state } = await open(issuer.jwks);
    await verify(mint(issuer));
    for (let round = 1; round <= 3; round += 1) {
      const flood = Array.from({ length: 200 }, (_, index) => reasonOf(verify, unknown(index)));
      expect(new Set(await Promise.all(flood))).toEqual(new Set(['TOKEN_KEY']));
      expect([server.fetches(), state.now]).toEqual([1 + round, round * 2_000]);
    }
  });

  test('a flood while it is down is one fetch per cooldown as well', async () => {
    const { server, verify, state } = await open(issuer.jwks);
    await verify(mint(issuer));
    server.answer(down);
    for (let round = 1; round <= 3; round += 1) {
      const flood = Array.from({ length: 200 }, (_, index) => reasonOf(verify, unknown(index)));
      expect(new Set(await Promise.all(flood))).toEqual(new Set(['KEYS_UNAVAILABLE']));
      expect([server.fetches(), state.now]).toEqual([1 + round, round * 2_000]);
    }
  });

  test('requests over the number that may wait are refused at once', async () => {
    const { verify, server } = await open(issuer.jwks, { waitingMax: 10 });
    await verify(mint(issuer));
    const flood = Array.from({ length: 30 }, (_, index) => reasonOf(verify, unknown(index)));
    const reasons = await Promise.all(flood);
    expect(reasons.filter((reason) => reason === 'KEYS_UNAVAILABLE')).toHaveLength(20);
    expect(reasons.filter((reason) => reason === 'TOKEN_KEY')).toHaveLength(10);
    expect(server.fetches()).toBe(2);
  });
});

describe('when keys change', () => {
  test('a new key counts at once, right after a fetch too', async () => {
    const { server, verify, state } = await open(issuer.jwks);
    await verify(mint(issuer));
    server.answer({ keys: [issuer.jwk, other.jwk] });
    expect(await reasonOf(verify, mint(other))).toBeUndefined();
    expect(await reasonOf(verify, mint(issuer))).toBeUndefined();
    expect([server.fetches(), state.now]).toEqual([2, 2_000]);
  });

  test.each([
    ['the first', false],
    ['a later', true],
  ])('a new key counts though %s answer, in flight, was written before it', async (_, isLater) => {
    const { server, verify } = await open(issuer.jwks);
    if (isLater) await verify(mint(issuer));
    const { promise: inFlight, resolve: arrived } = Promise.withResolvers<() => void>();
    server.answer((_request, response) => {
      arrived(() => response.end(JSON.stringify(issuer.jwks)));
    });
    const first = reasonOf(verify, isLater ? unknown(1) : mint(issuer));
    const release = await inFlight;
    server.answer({ keys: [issuer.jwk, other.jwk] });
    const second = reasonOf(verify, mint(other));
    // The token has been read, and waits for the answer in flight, by the time this has come back.
    await new Promise((resolve) => setImmediate(resolve));
    release();
    expect(await first).toBe(isLater ? 'TOKEN_KEY' : undefined);
    expect(await second).toBeUndefined();
    expect(server.fetches()).toBe(isLater ? 3 : 2);
  });

  test('a key that left is refused after the next fetch, remembered tokens included', async () => {
    const { server, keys, state } = await open({ keys: [issuer.jwk, other.jwk] });
    const verified = createVerifiedTokens();
    const verify = verifierOf(keys, { verified });
    const [leaving, staying] = [mint(issuer), mint(other)];
    expect(await reasonOf(verify, leaving)).toBeUndefined();
    server.answer(other.jwks);
    state.now += 2_000;
    await reasonOf(verify, unknown(1));
    expect(await reasonOf(verify, leaving)).toBe('TOKEN_KEY');
    expect(await reasonOf(verify, staying)).toBeUndefined();
  });

  test('keys a minute old are refreshed beside a request, which does not wait', async () => {
    const { server, verify, state, outcomes } = await open(issuer.jwks);
    await verify(mint(issuer));
    state.now += MINUTE;
    await verify(mint(issuer));
    expect(server.fetches()).toBe(1);
    const asked = new Promise<void>((resolve) => {
      server.answer((_request, response) => {
        resolve();
        response.end(JSON.stringify({ keys: [issuer.jwk, other.jwk] }));
      });
    });
    state.now += 1;
    await verify(mint(issuer));
    await asked;
    await expect.poll(() => outcomes).toEqual(['changed', 'changed']);
    await verify(mint(other));
    expect(server.fetches()).toBe(2);
  });

  test('a set that was withdrawn whole is obeyed', async () => {
    const { server, verify, state } = await open(issuer.jwks);
    await verify(mint(issuer));
    server.answer({ keys: [] });
    state.now += 11 * MINUTE;
    expect(await reasonOf(verify, mint(issuer))).toBe('TOKEN_KEY');
  });
});

describe('while keys can not be had', () => {
  test('and never were, nobody is let in', async () => {
    const { verify, outcomes, keys } = await open(down);
    expect(await reasonOf(verify, mint(issuer))).toBe('KEYS_UNAVAILABLE');
    await expect(keys.ready()).rejects.toThrow();
    expect(outcomes).toEqual(['unreachable', 'unreachable']);
  });

  test('the last good ones count for their age and the grace, then nobody is let in', async () => {
    const { server, verify, state, keys } = await open(issuer.jwks);
    await verify(mint(issuer));
    server.answer(down);
    state.now = 10 * MINUTE + 1;
    expect(await reasonOf(verify, mint(issuer))).toBeUndefined();
    state.now = 40 * MINUTE;
    expect(await reasonOf(verify, mint(issuer))).toBeUndefined();
    state.now = 40 * MINUTE + 1;
    expect(await reasonOf(verify, mint(issuer))).toBe('KEYS_UNAVAILABLE');
    server.answer(issuer.jwks);
    expect(await reasonOf(verify, mint(issuer))).toBeUndefined();
    await keys.ready();
  });

  test('a slow issuer delays the token of an unknown key only, and only until the timeout', async () => {
    const { server, verify, outcomes } = await open(issuer.jwks, { timeoutMs: 100 });
    await verify(mint(issuer));
    server.answer(silent);
    let isSettled = false;
    const waiting = reasonOf(verify, unknown(1)).finally(() => {
      isSettled = true;
    });
    expect(await reasonOf(verify, mint(issuer))).toBeUndefined();
    expect(isSettled).toBe(false);
    expect(await waiting).toBe('KEYS_UNAVAILABLE');
    expect(outcomes).toEqual(['changed', 'timeout']);
  });

  test('an answer that begins and never ends is given up as well', async () => {
    const { verify, outcomes } = await open(
      (_request, response) => void response.write('{"keys":['),
      {
        timeoutMs: 100,
      },
    );
    expect(await reasonOf(verify, mint(issuer))).toBe('KEYS_UNAVAILABLE');
    expect(outcomes).toEqual(['timeout']);
  });
});

type Answer = readonly [name: string, answer: Parameters<typeof startKeyServer>[0]];

const good = () => JSON.stringify(issuer.jwks);

/** Each holds the right key, or leads to it, and would do if it were not looked at. */
const refused: readonly Answer[] = [
  ['is over 1 MiB', (_request, response) => void response.end(good() + ' '.repeat(1_048_576))],
  [
    'has 101 keys',
    (_, response) => void response.end(JSON.stringify({ keys: Array(101).fill(issuer.jwk) })),
  ],
  ['is no JSON', (_request, response) => void response.end(`${good()};`)],
  ['is a page', (_request, response) => void response.end('<html>')],
  ['is a list', (_request, response) => void response.end(JSON.stringify([issuer.jwk]))],
  [
    'has no list of keys',
    (_, response) => void response.end(JSON.stringify({ keys: { 0: issuer.jwk } })),
  ],
  ['is an error', (_request, response) => void response.writeHead(500).end(good())],
  ['is empty', (_request, response) => void response.writeHead(204).end()],
];

describe('no keys are taken from an answer that', () => {
  test.each(refused)('%s', async (_, answer) => {
    const { verify, outcomes } = await open(answer);
    expect(await reasonOf(verify, mint(issuer))).toBe('KEYS_UNAVAILABLE');
    expect(outcomes).toEqual(['refused']);
  });

  test.each(refused)('%s, and the last good ones stay', async (_, answer) => {
    const { server, verify, state, outcomes } = await open(issuer.jwks);
    await verify(mint(issuer));
    server.answer(answer);
    state.now += 11 * MINUTE;
    expect(await reasonOf(verify, mint(issuer))).toBeUndefined();
    expect(outcomes).toEqual(['changed', 'refused']);
  });

  test.each([301, 302, 307, 308])('redirects with %i, elsewhere or not', async (status) => {
    const elsewhere = await startKeyServer(issuer.jwks);
    try {
      for (const location of [elsewhere.url.href, '/other']) {
        const { verify, server: redirecting } = await open((_request, response) => {
          response.writeHead(status, { location }).end();
        });
        expect(await reasonOf(verify, mint(issuer))).toBe('KEYS_UNAVAILABLE');
        expect([redirecting.fetches(), elsewhere.fetches()]).toEqual([1, 0]);
        await redirecting.close();
      }
    } finally {
      await elsewhere.close();
    }
  });
});
