/** A subgraph as a process: what it reports, how it stops, and when it does not start. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { personalKeysOfRun } from '../../test/support/personal-keys.ts';
import { ensureKeyPair, ensureSecret } from '../keys.ts';

const ALL = fileURLToPath(new URL('../../subgraphs/main.ts', import.meta.url));
const LEAN = new URL('../lean-imports.js', import.meta.url).href;
const ONE = fileURLToPath(new URL('../../subgraphs/facts/main.ts', import.meta.url));

let database: TestDatabase;
let dir: string;
let environment: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), 'payscope-run-'));
  const pair = await ensureKeyPair(dir, 'hop');
  environment = {
    APP_DATABASE_URL: database.appUrl,
    HOP_JWKS_FILE: pair.publicFile,
    CURSOR_SECRET_FILE: await ensureSecret(dir, 'cursor'),
    PERSONAL_KEYS: personalKeysOfRun(),
    LOG_LEVEL: 'error',
  };
});
afterAll(async () => {
  await rm(dir, { recursive: true });
  await database.drop();
});

const Listening = z.object({ kind: z.literal('listening'), name: z.string(), url: z.url() });

interface Started {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  readonly errorText: Promise<string>;
  /** Resolves when this many subgraphs listen. */
  readonly urls: (count: number) => Promise<ReadonlyMap<string, string>>;
}

function start(file: string, change: Readonly<Record<string, string | undefined>> = {}): Started {
  const child = fork(file, {
    env: { ...environment, ...change },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [`--import=${LEAN}`],
  });
  const listening = new Map<string, string>();
  return {
    child,
    exited: once(child, 'exit').then(([code]) => code),
    errorText: child.stderr ? text(child.stderr) : Promise.resolve(''),
    urls: (count) =>
      new Promise((resolve, reject) => {
        child.on('message', (message) => {
          const { name, url } = Listening.parse(message);
          listening.set(name, url);
          if (listening.size === count) resolve(listening);
        });
        child.once('exit', () => reject(new Error('ended before it listened')));
      }),
  };
}

describe('the process of the subgraphs', () => {
  it('serves all four, each at a port of its own, and ends in order on SIGTERM', async () => {
    const { child, urls, exited } = start(ALL);
    const listening = await urls(4);
    expect([...listening.keys()].toSorted()).toEqual(['audit', 'facts', 'graph', 'metrics']);
    for (const url of listening.values()) {
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    }
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('leaves Ctrl-C to its parent, and ends when the parent is gone', async () => {
    const { child, urls, exited } = start(ONE);
    const url = (await urls(1)).get('facts');
    child.kill('SIGINT');
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    child.disconnect();
    expect(await exited).toBe(0);
  });

  it('without a database exits 2 and names the variable', async () => {
    const { exited, errorText } = start(ONE, { APP_DATABASE_URL: undefined });
    expect(await exited).toBe(2);
    expect(await errorText).toMatch(/^APP_DATABASE_URL: /);
  });

  it('as a role that the policies do not bind exits 1 and says why', async () => {
    const { exited, errorText } = start(ONE, { APP_DATABASE_URL: database.ownerUrl });
    expect(await exited).toBe(1);
    expect(await errorText).toContain('payscope_owner');
    expect(await errorText).not.toContain('    at ');
  });
});
