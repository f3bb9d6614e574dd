/** JWKS_URL: a gateway whose issuer rotates its keys, seen from outside. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGatewayConfig } from '../../gateway/config.ts';
import { type RunningGateway, startGateway } from '../../gateway/start.ts';
import { createLog } from '../../lib/log.ts';
import { type KeyServer, startKeyServer } from '../support/key-server.ts';
import { signedPolicy } from '../support/signing.ts';
import { AUDIENCE, createIssuer, ISSUER, mint, type TestIssuer } from '../support/tokens.ts';

let before: TestIssuer;
let after: TestIssuer;
let server: KeyServer;
let gateway: RunningGateway;
let folder: string;

beforeAll(async () => {
  [before, after] = await Promise.all([createIssuer('ES256', 'old'), createIssuer('EdDSA', 'new')]);
  server = await startKeyServer(before.jwks);
  folder = await mkdtemp(join(tmpdir(), 'payscope-keys-'));
  const config = readGatewayConfig({
    PORT: '0',
    DATA_DIR: folder,
    ...(await signedPolicy(folder)).env,
    JWKS_URL: server.url.href,
    JWT_ISSUER: ISSUER,
    JWT_AUDIENCE: AUDIENCE,
    SUPERGRAPH_FILE: 'schema/generated/supergraph.graphql',
  });
  gateway = await startGateway(config, createLog({ name: 'test', level: 'silent' }));
});

afterAll(async () => {
  await gateway?.close();
  await server?.close();
  await rm(folder, { recursive: true });
});

async function ask(token: string): Promise<number> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"query":"{__typename}"}',
  });
  await response.arrayBuffer();
  return response.status;
}

const read = async (path: string) => (await fetch(`${gateway.url}${path}`)).text();

test('a new key counts from its first token on, the metrics say how, and readiness needs keys', async () => {
  expect(JSON.parse(await read('/health/ready')).checks).toMatchObject({ keys: 'ok' });
  const old = mint(before);
  expect([await ask(old), await ask(old)]).toEqual([200, 200]);
  server.answer({ keys: [before.jwk, after.jwk] });
  expect([await ask(mint(after)), await ask(old)]).toEqual([200, 200]);
  expect(await ask(mint(after, { claims: { exp: 1 } }))).toBe(401);
  const metrics = await read('/metrics');
  expect(metrics).toContain('payscope_authenticate_key_fetches_total{outcome="changed"} 2');
  expect(metrics).toContain('payscope_authenticate_token_lookups_total{result="hit"} 1');
  expect(metrics).toContain('payscope_authenticate_token_lookups_total{result="miss"} 4');
  expect(metrics).toContain('payscope_authenticate_tokens_kept 2');
});
