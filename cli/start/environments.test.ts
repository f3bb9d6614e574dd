import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gatewayEnvironment, nodeEnvironment, subgraphEnvironment } from './environments.ts';

const outer = {
  PATH: '/bin',
  HOME: '/home/x',
  AWS_SECRET_ACCESS_KEY: 'secret',
  DATABASE_URL: 'postgres://owner',
  APP_DATABASE_URL: 'postgres://app',
  JWKS_URL: 'https://issuer.example/jwks',
  HOST: '0.0.0.0',
  PORT: '4001',
  LOG_LEVEL: 'debug',
  APOLLO_KEY: 'service:x',
};

const gateway = gatewayEnvironment(outer, {
  subgraphUrls: { facts: 'http://127.0.0.1:1', audit: 'http://127.0.0.1:2' },
  hopKeyFile: '/keys/hop.private.json',
  certsDir: '/certs',
  dataDir: '/data',
  policy: { POLICY_BUNDLE_FILE: '/data/policy/bundle.tar.gz' },
});
const subgraphs = subgraphEnvironment(outer, {
  certsDir: '/certs',
  appDatabaseUrl: 'postgres://127.0.0.1/app',
  hopJwksFile: '/keys/hop.public.json',
  cursorSecretFile: '/keys/cursor.secret',
  checkpointKeyFile: '/keys/checkpoint.private.json',
  dataDir: '/data',
  personalKeys: 'file:/keys/personal-data.json',
  webhookSecretFile: '/keys/webhook.secret',
  banks: ['HB', 'CD'],
});

describe('what each process sees of the environment', () => {
  it('the gateway gets its own settings and the addresses of the subgraphs', () => {
    expect(gateway).toMatchObject({
      PORT: '4001',
      HOST: '0.0.0.0',
      JWKS_URL: 'https://issuer.example/jwks',
      LOG_LEVEL: 'debug',
      FACTS_URL: 'http://127.0.0.1:1',
      AUDIT_URL: 'http://127.0.0.1:2',
      HOP_KEY_FILE: '/keys/hop.private.json',
      DATA_DIR: '/data',
      POLICY_BUNDLE_FILE: '/data/policy/bundle.tar.gz',
    });
  });

  it.each([
    [{}, 'file:/data/logs/decisions.jsonl'],
    [{ NODE_ENV: 'production' }, undefined],
    [{ DECISION_LOG: 'off' }, 'off'],
    [{ DECISION_LOG: 'file:mine.jsonl' }, `file:${resolve('mine.jsonl')}`],
    [{ DECISION_LOG: 'https://logs.example' }, 'https://logs.example'],
  ])('decisions are logged where %j says', (environment, expected) => {
    const wiring = { subgraphUrls: {}, hopKeyFile: '/keys/hop', dataDir: '/data', policy: {} };
    expect(gatewayEnvironment(environment, wiring).DECISION_LOG).toBe(expected);
  });

  it('the gateway gets no way into the database', () => {
    expect(Object.keys(gateway)).not.toContain('DATABASE_URL');
    expect(Object.keys(gateway)).not.toContain('APP_DATABASE_URL');
  });

  it('the subgraphs get the application role, and listen on this machine only', () => {
    expect(subgraphs).toMatchObject({
      APP_DATABASE_URL: 'postgres://127.0.0.1/app',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'debug',
      EVENT_BANKS: 'HB,CD',
      AUDIT_BANKS: 'HB,CD',
      WEBHOOK_SECRET_FILE: '/keys/webhook.secret',
      WEBHOOK_ADDRESSES: 'local',
    });
    expect(Object.keys(subgraphs)).not.toContain('DATABASE_URL');
    expect(Object.keys(subgraphs)).not.toContain('HOP_KEY_FILE');
  });

  it.each([
    [{}, 'file:/data/checkpoints', '/keys/checkpoint'],
    [{ NODE_ENV: 'production' }, 'file:/data/checkpoints', '/keys/checkpoint'],
    [{ AUDIT_CHECKPOINTS: 'file:mine' }, `file:${resolve('mine')}`, '/keys/checkpoint'],
    [{ AUDIT_CHECKPOINTS: 'https://kept.example' }, 'https://kept.example', '/keys/checkpoint'],
    [{ AUDIT_CHECKPOINT_KEY_FILE: 'my.json' }, 'file:/data/checkpoints', resolve('my.json')],
  ])('checkpoints are kept and signed as %j says', (environment, place, key) => {
    const wiring = {
      ...{ appDatabaseUrl: '', hopJwksFile: '', cursorSecretFile: '', certsDir: '' },
      ...{ personalKeys: '', webhookSecretFile: '', banks: [] },
    };
    const given = { ...wiring, checkpointKeyFile: '/keys/checkpoint', dataDir: '/data' };
    expect(subgraphEnvironment(environment, given)).toMatchObject({
      AUDIT_CHECKPOINTS: place,
      AUDIT_CHECKPOINT_KEY_FILE: key,
    });
  });

  it('the subgraphs get credentials for a bucket where checkpoints go into one', () => {
    const wiring = {
      ...{ appDatabaseUrl: '', hopJwksFile: '', cursorSecretFile: '', certsDir: '' },
      ...{ personalKeys: '', webhookSecretFile: '', banks: [] },
    };
    const given = { ...wiring, checkpointKeyFile: '', dataDir: '' };
    const toBucket = subgraphEnvironment({ ...outer, AUDIT_CHECKPOINTS: 's3://kept' }, given);
    expect(toBucket).toMatchObject({
      AUDIT_CHECKPOINTS: 's3://kept',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
  });

  it('gateway and subgraphs each get their own certificate, and the same authority', () => {
    const authority = { TLS_CA_FILE: '/certs/ca.pem' };
    expect(gateway).toMatchObject({ TLS_CERT_FILE: '/certs/gateway.pem', ...authority });
    expect(subgraphs).toMatchObject({ TLS_KEY_FILE: '/certs/{name}.key', ...authority });
  });

  it('nobody gets what nobody reads', () => {
    const all = [gateway, subgraphs, nodeEnvironment(outer, '/cache')].flatMap(Object.keys);
    expect(all).not.toContain('AWS_SECRET_ACCESS_KEY');
    expect(all).not.toContain('APOLLO_KEY');
  });

  it("Apollo's telemetry is off before anything is loaded", () => {
    expect(nodeEnvironment(outer, '/cache')).toMatchObject({
      PATH: '/bin',
      APOLLO_TELEMETRY_DISABLED: '1',
      NODE_COMPILE_CACHE: '/cache',
    });
  });
});
