/** An issuer that can't be reached, or can't be believed; and clocks that are off. */
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRemoteKeys, type RemoteKeysOptions } from '../../gateway/identity/remote-keys.ts';
import { type KeyServer, startKeyServer } from '../support/key-server.ts';
import { createIssuer, mint, type TestIssuer } from '../support/tokens.ts';
import { reasonOf, verifierOf } from '../support/verifier.ts';

let issuer: TestIssuer;
let server: KeyServer;
beforeAll(async () => {
  issuer = await createIssuer();
  server = await startKeyServer(issuer.jwks);
});
beforeEach(() => server.answer(issuer.jwks));
afterAll(() => server.close());

/** Keys over a clock that only waiting moves. */
function keysOver(options: RemoteKeysOptions = {}) {
  let now = 0;
  const outcomes: string[] = [];
  const keys = createRemoteKeys(server.url, {
    clock: () => now,
    wait: async (ms) => {
      now += ms;
    },
    onFetch: (outcome) => outcomes.push(outcome),
    timeoutMs: 250,
    ...options,
  });
  const pass = (ms: number): void => {
    now += ms;
  };
  return { verify: verifierOf(keys), keys, outcomes, pass };
}

const sends =
  (body: string | Buffer, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };

/** Good keys, after more than is read. */
const hugely: RequestListener = (request, response) =>
  sends(' '.repeat(2 * 1_024 * 1_024) + JSON.stringify(issuer.jwks))(request, response);

const FAILURES: readonly (readonly [string, RequestListener, string])[] = [
  ['down', (request) => void request.socket.resetAndDestroy(), 'unreachable'],
  ['slow', () => undefined, 'timeout'],
  ['huge', hugely, 'refused'],
  ['garbage', sends('garbage'), 'refused'],
  ['of another shape', sends('{"keys":"all"}'), 'refused'],
  ['of a thousand keys', sends(JSON.stringify({ keys: Array(1_000).fill({}) })), 'refused'],
  ['an error', sends('{}', 500), 'refused'],
  [
    'a redirect',
    (_request, response) => response.writeHead(302, { location: '/x' }).end(),
    'refused',
  ],
];

test.each(FAILURES)(
  'a JWKS that is %s from the start lets nobody in',
  async (_, listener, outcome) => {
    server.answer(listener);
    const { verify, keys, outcomes } = keysOver();
    expect(await reasonOf(verify, mint(issuer))).toBe('KEYS_UNAVAILABLE');
    await expect(keys.ready()).rejects.toThrow();
    expect(outcomes[0]).toBe(outcome);
    server.answer(issuer.jwks);
    expect(await reasonOf(verify, mint(issuer))).toBeUndefined();
  },
);

test.each(FAILURES)(
  'a JWKS that is %s later leaves the last good keys, for a while',
  async (_, listener, outcome) => {
    const { verify, outcomes, pass } = keysOver();
    expect(await reasonOf(verify, mint(issuer))).toBeUndefined();
    server.answer(listener);
    pass(700_000);
    expect(await reasonOf(verify, mint(issuer))).toBeUndefined();
    expect(outcomes.slice(0, 2)).toEqual(['changed', outcome]);
    pass(3_600_000);
    expect(await reasonOf(verify, mint(issuer))).toBe('KEYS_UNAVAILABLE');
  },
);

test('a flood of unknown kids costs one fetch per cooldown', async () => {
  const { verify } = keysOver();
  await verify(mint(issuer));
  const before = server.fetches();
  const flood = Array.from({ length: 200 }, (_, index) =>
    reasonOf(verify, mint(issuer, { header: { kid: `made-up-${index}` } })),
  );
  expect(new Set(await Promise.all(flood))).toEqual(new Set(['TOKEN_KEY']));
  expect(server.fetches() - before).toBe(1);
});

const now = () => Math.floor(Date.now() / 1_000);

const CLOCKS: readonly (readonly [
  string,
  () => Readonly<Record<string, unknown>>,
  string | undefined,
])[] = [
  ['expired a minute ago', () => ({ exp: now() - 60 }), 'TOKEN_EXPIRED'],
  ['expired a moment ago, within the tolerance', () => ({ exp: now() - 2 }), undefined],
  ['not valid for another minute', () => ({ nbf: now() + 60 }), 'TOKEN_CLAIMS'],
  ['issued a minute from now', () => ({ iat: now() + 60 }), 'TOKEN_CLAIMS'],
  ['issued a moment from now, within the tolerance', () => ({ iat: now() + 2 }), undefined],
  ['valid for centuries, as in milliseconds', () => ({ exp: Date.now() }), 'TOKEN_CLAIMS'],
];

test.each(CLOCKS)('clock skew: a token %s', async (_, claims, reason) => {
  const { verify } = keysOver();
  expect(await reasonOf(verify, mint(issuer, { claims: claims() }))).toBe(reason);
});

test('clock skew: a verifier whose clock is far behind or ahead lets nobody in by it', async () => {
  const { keys } = keysOver();
  const hour = 3_600_000;
  const behind = verifierOf(keys, { clock: () => Date.now() - hour });
  const ahead = verifierOf(keys, { clock: () => Date.now() + hour });
  expect(await reasonOf(behind, mint(issuer))).toBe('TOKEN_CLAIMS');
  expect(await reasonOf(ahead, mint(issuer))).toBe('TOKEN_EXPIRED');
});
