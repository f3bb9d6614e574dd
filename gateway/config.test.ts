import { expect, test } from 'vitest';
import { ConfigError } from '../lib/config/index.ts';
import { readGatewayConfig } from './config.ts';

const subgraphs = {
  FACTS_URL: 'http://127.0.0.1:1',
  METRICS_URL: 'http://127.0.0.1:2',
  GRAPH_URL: 'http://127.0.0.1:3',
  AUDIT_URL: 'http://127.0.0.1:4',
  HOP_KEY_FILE: 'hop.json',
  POLICY_BUNDLE_FILE: 'signed.tar.gz',
  POLICY_KEYS_FILE: 'trust.json',
};

test('the defaults are those of the README', () => {
  expect(readGatewayConfig(subgraphs)).toMatchObject({
    port: 4000,
    host: '127.0.0.1',
    dataDir: '.data',
    policy: 'on',
    identity: { jwksUrl: undefined, issuer: 'urn:payscope:development-issuer' },
  });
});

const wrong: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['a port that is none', { PORT: 'eighty' }, /PORT: got "eighty"; takes a port from 0 to 65535/],
  [
    'a policy that is neither on nor off',
    { POLICY: 'maybe' },
    /POLICY: got "maybe"; takes on or off/,
  ],
  ['POLICY=off on its own', { POLICY: 'off' }, /POLICY: got "off"; .*SUPERGRAPH_FILE/],
  ['a JWKS without its issuer', { JWKS_URL: 'https://issuer.test/jwks' }, /JWT_ISSUER: is not set/],
  ['production without a JWKS', { NODE_ENV: 'production' }, /JWKS_URL: is not set/],
  ['a JWKS that is no URL', { JWKS_URL: 'file:///etc/passwd' }, /JWKS_URL: got "file:/],
  [
    'a policy from nowhere',
    { POLICY_BUNDLE_FILE: '' },
    /POLICY_BUNDLE_FILE, .*: none is set; takes one/,
  ],
  [
    'a policy from two places',
    { POLICY_BUNDLE_URL: 'https://bundles.test/b' },
    /POLICY_BUNDLE_FILE and POLICY_BUNDLE_URL are set; takes one/,
  ],
  [
    'a policy without those who may sign it',
    { POLICY_KEYS_FILE: '' },
    /POLICY_KEYS_FILE: is not set/,
  ],
  [
    'an impatient look-out',
    { POLICY_POLL_SECONDS: '-1' },
    /POLICY_POLL_SECONDS: got "-1"; takes 0 to 3600/,
  ],
  [
    'a bundle URL that is none, without repeating its secret',
    { POLICY_BUNDLE_URL: 'ftp://u:secret@h/b' },
    /^POLICY_BUNDLE_URL: got \(hidden\); takes an http\(s\) URL/,
  ],
  ['a subgraph without a URL', { FACTS_URL: '' }, /FACTS_URL: is not set/],
];

test.each(wrong)('%s is refused by name, with what it got and takes', (_, given, message) => {
  const read = () => readGatewayConfig({ ...subgraphs, ...given });
  expect(read).toThrowError(ConfigError);
  expect(read).toThrowError(message);
});

test('SUPERGRAPH_FILE starts the gateway without subgraph URLs', () => {
  const config = readGatewayConfig({ SUPERGRAPH_FILE: 'other.graphql', POLICY: 'off' });
  expect(config.subgraphUrls.size).toBe(0);
});

test.each([
  [{ POLICY_BUNDLE_FILE: 'a' }, { kind: 'file', file: 'a' }],
  [
    { POLICY_BUNDLE_URL: 'https://b.test/b', POLICY_BUNDLE_TOKEN_FILE: 't' },
    { kind: 'url', url: new URL('https://b.test/b'), tokenFile: 't' },
  ],
  [{ POLICY_BUNDLE_URL_FILE: 'u' }, { kind: 'signed_url', urlFile: 'u' }],
])('bundles come from where one variable says: %o', (given, source) => {
  const env = { ...subgraphs, POLICY_BUNDLE_FILE: '', ...given };
  expect(readGatewayConfig(env).bundles).toEqual({
    source,
    pollMs: 2_000,
    keysFile: 'trust.json',
    scope: 'payscope',
  });
});
