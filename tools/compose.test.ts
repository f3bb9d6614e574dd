/** The production-like stack can't run where tests run; what it promises is read from its files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readBankCodes } from '../cli/banks.ts';
import { cliConfig } from '../cli/config.ts';
import { GatewayEnvironment } from '../gateway/config.ts';
import { SubgraphConfigSchema } from '../lib/subgraph/config.ts';
import { AuditConfigSchema } from '../subgraphs/audit/config.ts';
import { FactsConfigSchema } from '../subgraphs/facts/config.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const secretUse = z.union([z.string(), z.object({ source: z.string(), target: z.string() })]);

/** The part of the Compose specification the file uses; anything else is a slip of the pen. */
const service = z.strictObject({
  build: z.string().optional(),
  image: z.string(),
  restart: z.enum(['unless-stopped', 'on-failure']),
  init: z.boolean().optional(),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.literal('no-new-privileges:true')).length(1),
  stop_grace_period: z.string().regex(/^\d+s$/),
  healthcheck: z.union([
    z.strictObject({ disable: z.literal(true) }),
    z.strictObject({
      test: z.array(z.string()).min(2),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
      start_period: z.string(),
    }),
  ]),
  logging: z.unknown().optional(),
  profiles: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  ports: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  secrets: z.array(secretUse),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }),
    )
    .optional(),
});

const compose = z
  .looseObject({
    services: z.record(z.string(), service),
    networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() })),
    volumes: z.record(z.string(), z.strictObject({})),
    secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
  })
  .parse(parse(read('docker-compose.yml'), { merge: true }));

const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith('payscope-gateway'));

describe('docker-compose.yml', () => {
  it('has the database, its jobs, four subgraphs and the gateway', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      ['audit', 'facts', 'gateway', 'graph', 'load', 'metrics', 'migrate', 'postgres'].sort(),
    );
  });

  it.each(services)('%s names only networks, secrets and services there are', (_, each) => {
    for (const name of each.networks) expect(compose.networks).toHaveProperty([name]);
    for (const use of each.secrets) {
      const source = typeof use === 'string' ? use : use.source;
      expect(compose.secrets).toHaveProperty([source]);
    }
    for (const name of Object.keys(each.depends_on ?? {})) {
      expect(compose.services).toHaveProperty([name]);
    }
  });

  it.each(services)(
    '%s is checked when it serves, and is no job when it is waited for',
    (_, each) => {
      for (const [name, { condition }] of Object.entries(each.depends_on ?? {})) {
        const waitedFor = compose.services[name];
        const isJob = waitedFor?.restart === 'on-failure';
        expect(condition).toBe(isJob ? 'service_completed_successfully' : 'service_healthy');
        expect('test' in (waitedFor?.healthcheck ?? {})).toBe(!isJob);
      }
    },
  );

  it('publishes the gateway and nothing else, on this machine unless told otherwise', () => {
    const published = services.flatMap(([name, { ports }]) => (ports ? [[name, ...ports]] : []));
    expect(published).toEqual([['gateway', `\${GATEWAY_BIND:-127.0.0.1:4000}:4000`]]);
  });

  it('keeps the database out of reach of the gateway and the world', () => {
    expect(compose.networks.database?.internal).toBe(true);
    expect(compose.networks.graph?.internal).toBe(true);
    expect(compose.services.gateway?.networks).not.toContain('database');
    expect(compose.services.postgres?.networks).toEqual(['database']);
  });

  it.each(ours)('%s sets variables that the code reads', (_, each) => {
    const subgraphs = [SubgraphConfigSchema, AuditConfigSchema, FactsConfigSchema];
    const schemas = [GatewayEnvironment, ...subgraphs, cliConfig];
    const known = schemas.flatMap((schema) => Object.keys(schema.shape));
    expect(known).toEqual(expect.arrayContaining(Object.keys(each.environment ?? {})));
  });

  it.each(ours)('%s runs a file there is', (_, each) => {
    const file = each.command?.find((word) => /\.(js|ts)$/.test(word) && !word.startsWith('--'));
    expect(existsSync(join(ROOT, file ?? 'gateway/main.ts'))).toBe(true);
  });

  it('gives the private key to the gateway alone, the owner to the migration alone', () => {
    const holders = (secret: string) =>
      services.flatMap(([name, { secrets }]) => (secrets.includes(secret) ? [name] : []));
    expect(holders('hop.private.json')).toEqual(['gateway']);
    expect(holders('owner-password').sort()).toEqual(['migrate', 'postgres']);
  });

  it('has checkpoints signed by the audit subgraph alone, on a volume the database has no part in', () => {
    const holders = (part: string) =>
      services.flatMap(([name, { secrets, volumes = [] }]) =>
        [...secrets, ...volumes].some((use) => JSON.stringify(use).includes(part)) ? [name] : [],
      );
    expect(holders('checkpoint.private.json')).toEqual(['audit']);
    expect(holders('checkpoints:')).toEqual(['audit']);
    expect(compose.services.audit).toMatchObject({
      environment: {
        AUDIT_CHECKPOINTS: `\${AUDIT_CHECKPOINTS:-file:/var/lib/payscope/checkpoints}`,
        AUDIT_CHECKPOINT_KEY_FILE: '/run/secrets/checkpoint.private.json',
      },
      volumes: ['checkpoints:/var/lib/payscope'],
      // A volume over a folder that is in memory would be gone with it.
      tmpfs: ['/tmp'],
    });
  });

  it('has events delivered by the facts subgraph alone, over a network that leads out and nobody else is on', () => {
    const on = (network: string) =>
      services.flatMap(([name, { networks }]) => (networks.includes(network) ? [name] : []));
    expect([on('webhooks'), compose.networks.webhooks]).toEqual([['facts'], {}]);
    const secret = { WEBHOOK_SECRET_FILE: '/run/secrets/webhook.secret' };
    // `load` runs the commands that add webhooks.
    for (const name of ['facts', 'load']) {
      expect(compose.services[name]?.secrets).toContain('webhook.secret');
      expect(compose.services[name]?.environment).toMatchObject(secret);
    }
    expect(Object.keys(compose.services.facts?.environment ?? {})).not.toContain(
      'WEBHOOK_ADDRESSES',
    );
  });

  it('looks after every bank there is from the start', async () => {
    const banks = `\${BANKS:-${(await readBankCodes()).join(',')}}`;
    expect(compose.services.facts?.environment).toMatchObject({ EVENT_BANKS: banks });
    expect(compose.services.audit?.environment).toMatchObject({ AUDIT_BANKS: banks });
  });

  it('gives the gateway a signed policy to read, whom to trust, and where to keep the last good one', () => {
    const gateway = compose.services.gateway;
    expect(gateway?.volumes).toEqual([
      './deploy/policy:/run/policy:ro',
      'gateway:/var/lib/payscope',
    ]);
    expect(gateway?.environment).toMatchObject({
      POLICY_BUNDLE_FILE: '/run/policy/bundle.tar.gz',
      POLICY_KEYS_FILE: '/run/secrets/policy-trust.json',
    });
    expect(gateway?.secrets).toContain('policy-trust.json');
    // A volume over a folder that is in memory would be gone with it.
    expect(gateway?.tmpfs).toEqual(['/tmp']);
  });

  it('gives the key that policy is signed with to nobody', () => {
    expect(read('docker-compose.yml').replace(/^#.*$/gm, '')).not.toContain('policy-signer');
  });

  it.each(['facts', 'metrics', 'graph', 'audit'])('%s is called over TLS, as itself', (name) => {
    expect(compose.services.gateway?.environment).toHaveProperty(
      `${name.toUpperCase()}_URL`,
      `https://${name}:4000`,
    );
    const subgraph = compose.services[name];
    expect(subgraph?.environment).toMatchObject({
      TLS_CERT_FILE: '/run/secrets/tls.pem',
      TLS_KEY_FILE: '/run/secrets/tls.key',
      TLS_CA_FILE: '/run/secrets/ca.pem',
      DATABASE_CA_FILE: '/run/secrets/ca.pem',
    });
    for (const kind of ['pem', 'key']) {
      expect(subgraph?.secrets).toContainEqual({
        source: `${name}.${kind}`,
        target: `tls.${kind}`,
      });
    }
    expect(subgraph?.healthcheck).toHaveProperty('test', [
      'CMD',
      'node',
      'deploy/check-ready.js',
      'https://localhost:4000',
      ...['tls.pem', 'tls.key', 'ca.pem'].map((file) => `/run/secrets/${file}`),
    ]);
  });

  it('gives each key to the service it is of, and the key of the authority to nobody', () => {
    for (const [name, { secrets }] of services) {
      const sources = secrets.map((use) => (typeof use === 'string' ? use : use.source));
      const keys = sources.filter((source) => source.endsWith('.key'));
      expect(keys).toEqual(compose.secrets[`${name}.key`] ? [`${name}.key`] : []);
    }
    expect(Object.keys(compose.secrets)).not.toContain('ca.key');
  });

  it.each(['migrate', 'load'])('%s checks whom it sends the password to', (name) => {
    const job = compose.services[name];
    expect(job?.environment).toMatchObject({ DATABASE_CA_FILE: '/run/secrets/ca.pem' });
    expect(job?.secrets).toContain('ca.pem');
  });

  it('has a database that takes TLS connections only', () => {
    expect(compose.services.postgres?.entrypoint).toEqual(['postgres-over-tls.sh']);
    const script = read('deploy/postgres-over-tls.sh');
    expect(script).toContain('-c ssl=on');
    expect(script.match(/^(host\S*|local) .*$/gm)).toEqual([
      'local all all scram-sha-256',
      'hostssl all all all scram-sha-256',
    ]);
  });

  it('has no password in it', () => {
    expect(read('docker-compose.yml')).not.toMatch(/PASSWORD: |postgres:\/\//);
  });
});

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile');
  const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  it('runs as a user that is not root', () => {
    expect(final.match(/^USER (\S+)$/gm)).toEqual(['USER node']);
  });

  it('copies what there is', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)]
      .flatMap(([, sources = '']) => sources.split(' '))
      .filter((source) => source !== '.');
    expect(copied.length).toBeGreaterThan(8);
    for (const source of copied) expect(existsSync(join(ROOT, source)), source).toBe(true);
  });

  it('takes the policy compiler of the version the bundle is built with', () => {
    const pinned = /open-policy-agent\/opa v(\S+)/.exec(read('policies/tools/go.mod'))?.[1];
    expect(dockerfile).toContain(`FROM openpolicyagent/opa:${pinned}-static`);
  });
});

it('.env.example names only variables docker-compose.yml takes', () => {
  const names = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) expect(read('docker-compose.yml')).toContain(`\${${name}:-`);
});
