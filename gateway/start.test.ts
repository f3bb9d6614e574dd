import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigError } from '../lib/config/index.ts';
import { createLog } from '../lib/log.ts';
import { readPolicyFixture } from '../test/support/policy.ts';
import { signedPolicy } from '../test/support/signing.ts';
import { readGatewayConfig } from './config.ts';
import { startGateway } from './start.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payscope-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { supergraphSdl } = readPolicyFixture();

it.each([
  [
    'a directive that is neither defined nor linked',
    supergraphSdl.replace('@policy(policies: [["pii:read"]])', '@pol(policies: [["pii:read"]])'),
    /AccountHolder\.\w+: @pol is linked from no specification/,
  ],
  [
    'access directives that are defined and not linked',
    supergraphSdl.replace('@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)', ''),
    /directive @policy is linked from no specification/,
  ],
])('the gateway does not start on a supergraph with %s', async (_name, sdl, message) => {
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, sdl);
  expect(sdl).not.toBe(supergraphSdl);
  const { env } = await signedPolicy(folder);
  const given = { SUPERGRAPH_FILE: file, DATA_DIR: folder, PORT: '0' };
  const config = readGatewayConfig({ ...given, ...env });
  const starting = startGateway(config, createLog({ name: 'gateway', level: 'silent' }));
  await expect(starting).rejects.toThrow(ConfigError);
  await expect(starting).rejects.toThrow(message);
});
