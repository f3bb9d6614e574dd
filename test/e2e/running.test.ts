/** The gateway as something that runs: health, metrics, keys, draining, and who it talks to. */

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../support/stack.ts';

const GUARD = join(import.meta.dirname, '../support/loopback-only.ts');

let stack: Stack;
beforeAll(async () => {
  // With a key in the environment Apollo's packages would report to its owner's studio.
  const apollo = { APOLLO_KEY: 'service:test:x', APOLLO_GRAPH_REF: 'test@current' };
  const guard = { NODE_OPTIONS: `--import ${GUARD}` };
  stack = await startStack({ env: { ...apollo, ...guard }, subgraphEnv: guard });
});
afterAll(() => stack.stop());

const get = async (path: string) => {
  const response = await fetch(new URL(path, stack.url));
  return { status: response.status, text: await response.text() };
};

test('live and ready say so, part by part', async () => {
  expect(await get('/health/live')).toEqual({ status: 200, text: '{"status":"live"}' });
  const ready = await get('/health/ready');
  expect(ready.status).toBe(200);
  expect(JSON.parse(ready.text)).toEqual({
    status: 'ready',
    checks: { bundle: 'ok', facts: 'ok', metrics: 'ok', graph: 'ok', audit: 'ok' },
  });
});

test('not ready while a subgraph is out of reach, and ready again after', async () => {
  stack.spies.metrics.cut(true);
  const failed = await get('/health/ready');
  stack.spies.metrics.cut(false);
  expect([failed.status, JSON.parse(failed.text).checks.metrics]).toEqual([503, 'failed']);
  expect((await get('/health/ready')).status).toBe(200);
});

test('metrics count operations by outcome and refusals by code', async () => {
  await stack.ask(await stack.token('ANALYST', 'HB'), '{ bank { code } }');
  await stack.ask('no token', '{ bank { code } }');
  const { text } = await get('/metrics');
  expect(text).toMatch(/payscope_audit_operations_total\{outcome="ALLOWED"\} [1-9]/);
  expect(text).toMatch(/payscope_respond_refusals_total\{code="UNAUTHENTICATED"\} [1-9]/);
  expect(text).toMatch(/payscope_limit_requests_in_flight 0/);
});

test('the development issuer publishes its public key and nothing of the private one', async () => {
  const { text } = await get('/.well-known/jwks.json');
  const [key, ...more] = JSON.parse(text).keys;
  expect(more).toEqual([]);
  expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' });
  expect(key).not.toHaveProperty('d');
});

test('each role introspects what it may see', async () => {
  const query =
    '{ __schema { mutationType { fields { name } } } __type(name: "RecordPaymentsInput") { name } }';
  const seenBy = async (role: string) => {
    const { data } = (await stack.ask(await stack.token(role, 'HB'), query)).body;
    const { fields } = data.__schema.mutationType;
    return { type: data.__type, mutations: fields.map(({ name }: { name: string }) => name) };
  };
  const analyst = await seenBy('ANALYST');
  expect(analyst.type).toBeNull();
  // What it may not do it sees, what is hidden from it it doesn't.
  expect(analyst.mutations).toContain('approveElevation');
  expect(analyst.mutations).not.toContain('recordPayments');
  const system = await seenBy('SYSTEM');
  expect(system.type).toEqual({ name: 'RecordPaymentsInput' });
  expect(system.mutations).toContain('recordPayments');
});

test('a subgraph refuses whoever comes without a hop token of the gateway', async () => {
  const token = await stack.token('BANK_ADMIN', 'HB');
  const queries = [
    '{ __typename }',
    '{ _service { sdl } }',
    '{ _entities(representations: []) { __typename } }',
  ];
  for (const url of Object.values(stack.subgraphUrls)) {
    for (const query of queries) {
      for (const authorization of [undefined, `Bearer ${token}`, 'Bearer x']) {
        const response = await fetch(new URL('/graphql', url), {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(authorization ? { authorization } : {}),
          },
          body: JSON.stringify({ query }),
        });
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({
          errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
        });
      }
    }
  }
});

test('on SIGTERM requests in flight are finished, and nothing has left this machine', async () => {
  const token = await stack.token('ANALYST', 'HB');
  const inFlight = Array.from({ length: 8 }, () =>
    stack.ask(
      token,
      '{ accounts(first: 50) { edges { node { describe(metric: PAYMENT_AMOUNT) { count } } } } }',
    ),
  );
  const startedAt = performance.now();
  // The first answer shows that all of them had arrived.
  const answers = Promise.all(inFlight);
  await Promise.race(inFlight);
  expect(await stack.gateway.stop()).toBe(0);
  for (const answer of await answers) expect(answer.status).toBe(200);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  for (const program of [stack.gateway, stack.subgraphs]) {
    expect(program.output()).not.toMatch(/wanted to connect/);
  }
});
