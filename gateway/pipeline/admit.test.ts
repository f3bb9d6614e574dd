import { beforeAll, expect, test } from 'vitest';
import { bankIdOf } from '../../lib/ids.ts';
import { createIssuer, mint, type TestIssuer } from '../../test/support/tokens.ts';
import { verifierOf } from '../../test/support/verifier.ts';
import { createInFlight } from '../limits/in-flight.ts';
import { createRateLimit } from '../limits/rate.ts';
import { type AdmitDeps, admit } from './index.ts';
import type { RequestHead } from './receive.ts';

let issuer: TestIssuer;
let deps: AdmitDeps;

beforeAll(async () => {
  issuer = await createIssuer();
  deps = {
    verify: verifierOf(issuer),
    anonymous: undefined,
    inFlight: createInFlight(10),
    rate: createRateLimit(0),
    requestTimeoutMs: 1_000,
    deniedMode: 'partial',
  };
});

/** A request head; a header with several values is sent several times. */
function head(
  headers: Readonly<Record<string, string | readonly string[]>>,
  method = 'POST',
): RequestHead {
  const values = (name: string) => [headers[name] ?? []].flat();
  const { signal } = new AbortController();
  return { method, header: (name) => values(name)[0], headerValues: values, signal };
}

const json = { 'content-type': 'application/json' };

test('a good head is admitted with principal, decision id and deadline', async () => {
  const authorization = `bearer ${mint(issuer)}`;
  const admission = await admit(
    deps,
    head({ ...json, authorization, 'x-bank-id': bankIdOf('HB') }),
  );
  expect(admission.principal).toEqual({
    subject: 'tester',
    role: 'ANALYST',
    bankId: bankIdOf('HB'),
    client: 'unknown',
  });
  expect(admission.decisionId).toMatch(/^[0-9a-f-]{36}$/);
  expect(admission.deadline).toBeGreaterThan(performance.now());
  admission.leave();
});

const heads: readonly (readonly [string, RequestHead, string, string | undefined])[] = [
  ['no token', head(json), 'UNAUTHENTICATED', 'TOKEN_MISSING'],
  [
    'another scheme',
    head({ ...json, authorization: 'Basic eDp5' }),
    'UNAUTHENTICATED',
    'TOKEN_MALFORMED',
  ],
  [
    'two Authorization headers',
    head({ ...json, authorization: ['Bearer a', 'Bearer b'] }),
    'UNAUTHENTICATED',
    'TOKEN_MALFORMED',
  ],
  [
    'a form body',
    head({ 'content-type': 'application/x-www-form-urlencoded' }),
    'UNSUPPORTED_MEDIA_TYPE',
    undefined,
  ],
  ['no content type', head({}), 'UNSUPPORTED_MEDIA_TYPE', undefined],
  [
    'another charset',
    head({ 'content-type': 'application/json; charset=utf-7' }),
    'UNSUPPORTED_MEDIA_TYPE',
    undefined,
  ],
  [
    'a compressed body',
    head({ ...json, 'content-encoding': 'gzip' }),
    'UNSUPPORTED_MEDIA_TYPE',
    undefined,
  ],
  ['another method', head(json, 'PUT'), 'METHOD_NOT_ALLOWED', undefined],
];

test.each(heads)('refused: %s', async (_, requestHead, code, reason) => {
  await expect(admit(deps, requestHead)).rejects.toMatchObject({
    code,
    details: reason ? { reason } : {},
  });
});

test("refused: X-Bank-Id that is not the token's bank", async () => {
  const authorization = `Bearer ${mint(issuer)}`;
  const other = head({ ...json, authorization, 'x-bank-id': bankIdOf('CD') });
  await expect(admit(deps, other)).rejects.toMatchObject({ code: 'FORBIDDEN', status: 403 });
});

test('a refused request takes no place among those in flight', async () => {
  await admit(deps, head(json)).catch(() => undefined);
  expect(deps.inFlight.count()).toBe(0);
});
