/** Gateway and subgraphs of one run, as real processes on the world's database. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { signedPolicy } from '../support/signing.ts';
import { tlsEnvironment } from '../support/tls-environment.ts';
import { type Started, startProcess } from './start-process.ts';
import type { World } from './world.ts';

export const SUBGRAPHS = ['facts', 'metrics', 'graph', 'audit'] as const;
export type SubgraphName = (typeof SUBGRAPHS)[number];

export interface Platform {
  readonly gateway: string;
  readonly subgraphs: Readonly<Record<SubgraphName, string>>;
  /** Certificates to call the subgraphs with, as the gateway does. */
  readonly certs: string;
  readonly gatewayProcess: Started;
  /** What both wrote, and the decision log. */
  readonly files: Readonly<Record<'gateway log' | 'subgraph log' | 'decision log', string>>;
  readonly dir: string;
  readonly stop: () => Promise<void>;
}

export interface PlatformOptions {
  readonly name: string;
  /** The program that serves the subgraphs; the product's own unless a layer is to be off. */
  readonly subgraphs?: string;
  readonly subgraphEnv?: Readonly<Record<string, string>>;
  /** The bundle in force; the committed one unless a layer is to be off. */
  readonly bundle?: Uint8Array;
  /** Decides beside it: whose operations it would decide otherwise is told by `policyStatus`. */
  readonly candidate?: Uint8Array;
}

const LEAN_IMPORTS = pathToFileURL(join(import.meta.dirname, '../../lib/lean-imports.js')).href;

export async function startPlatform(world: World, options: PlatformOptions): Promise<Platform> {
  const dir = join(world.dir, options.name.replaceAll(' ', '-'));
  await mkdir(dir, { recursive: true });
  const files = {
    'gateway log': join(dir, 'gateway.log'),
    'subgraph log': join(dir, 'subgraphs.log'),
    'decision log': join(dir, 'decisions.log'),
  };
  // A gateway remembers the policy it had last, so each has a folder of its own.
  await cp(world.keys.dir, join(dir, 'keys'), { recursive: true });
  const policy = await signedPolicy(join(dir, 'signed'), options.bundle);
  const shadow = options.candidate && join(dir, 'candidate.tar.gz');
  if (shadow) await writeFile(shadow, await policy.sign(options.candidate));
  const served = await startProcess({
    script: options.subgraphs ?? 'subgraphs/main.ts',
    servers: SUBGRAPHS.length,
    logFile: files['subgraph log'],
    nodeOptions: [`--import=${LEAN_IMPORTS}`],
    env: {
      LOG_LEVEL: 'debug',
      APP_DATABASE_URL: world.appUrl,
      HOP_JWKS_FILE: world.keys.hopPublic,
      CURSOR_SECRET_FILE: world.keys.cursorSecret,
      PERSONAL_KEYS: world.keys.personal,
      AUDIT_CHECKPOINTS: `file:${join(dir, 'checkpoints')}`,
      AUDIT_CHECKPOINT_KEY_FILE: world.keys.checkpointPrivate,
      AUDIT_CHECKPOINT_SECONDS: '1',
      ...tlsEnvironment(world.certs, '{name}'),
      ...options.subgraphEnv,
    },
  });
  const urlOf = (name: string): string => {
    const url = served.urls.get(name);
    if (url === undefined) throw new Error(`${name} did not say where it listens`);
    return url;
  };
  const gatewayProcess = await startProcess({
    script: 'gateway/main.ts',
    servers: 1,
    logFile: files['gateway log'],
    nodeOptions: ['--heapsnapshot-signal=SIGUSR2', `--diagnostic-dir=${dir}`],
    env: {
      PORT: '0',
      LOG_LEVEL: 'debug',
      DATA_DIR: dir,
      HOP_KEY_FILE: world.keys.hopPrivate,
      FACTS_URL: urlOf('facts'),
      METRICS_URL: urlOf('metrics'),
      GRAPH_URL: urlOf('graph'),
      AUDIT_URL: urlOf('audit'),
      DECISION_LOG: `file:${files['decision log']}`,
      RATE_PER_SECOND: '0',
      ...tlsEnvironment(world.certs, 'gateway'),
      ...policy.env,
      ...(shadow ? { POLICY_SHADOW_FILE: shadow } : {}),
    },
  }).catch(async (error) => {
    await served.stop();
    throw new Error(
      `${error.message}\n${(await readFile(files['gateway log'], 'utf8')).slice(-2000)}`,
    );
  });
  const gateway = gatewayProcess.urls.get('gateway');
  if (gateway === undefined) throw new Error('the gateway did not say where it listens');
  return {
    gateway,
    subgraphs: {
      facts: urlOf('facts'),
      metrics: urlOf('metrics'),
      graph: urlOf('graph'),
      audit: urlOf('audit'),
    },
    certs: world.certs,
    gatewayProcess,
    files,
    dir,
    stop: async () => {
      await gatewayProcess.stop();
      await served.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
