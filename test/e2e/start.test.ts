/** `payscope start` from an empty database to the end, as a newcomer sees it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type RunningCommand, startCommand } from '../support/command.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const SLOW_MS = 120_000;

let dataDir: string;
let database: TestDatabase;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'payscope-start-'));
  database = await createTestDatabase();
});
const started: RunningCommand[] = [];
// A test that fails half-way must not leave its processes behind.
afterEach(async () => {
  for (const command of started.splice(0)) {
    command.kill('SIGTERM');
    await command.ended;
  }
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

function start(): RunningCommand {
  const command = startCommand(['start'], {
    DATA_DIR: dataDir,
    DATABASE_URL: database.ownerUrl,
    APP_DATABASE_URL: database.appUrl,
    PORT: '0',
  });
  started.push(command);
  return command;
}

/** The requests it offers, run as they stand: a shell, and curl. */
async function paste(command: RunningCommand): Promise<readonly unknown[]> {
  const lines = command.stdout().match(/^curl .*$/gm) ?? [];
  const shell = promisify(execFile);
  const answers = lines.map((line) => shell('sh', ['-c', line]));
  return (await Promise.all(answers)).map(({ stdout }) => JSON.parse(stdout));
}

it(
  'loads the payments, offers requests that work, and ends in order on SIGTERM',
  async () => {
    const command = start();
    await command.said('Ctrl-C');
    expect(command.stderr()).toContain('real payments of 14 banks');
    const [analyst, admin, operator, auditor, system, other] = await paste(command);
    const birthDate = expect.stringMatching(/^\d{4}-01-01$/);
    expect(analyst).toMatchObject({
      data: { payments: { edges: [{ node: { account: { holders: [{ birthDate }] } } }, {}, {}] } },
    });
    expect(analyst).not.toHaveProperty('errors');
    expect(admin).not.toHaveProperty('errors');
    expect(operator).toMatchObject({ data: { bank: { code: 'HB', accountCount: 4500 } } });
    expect(auditor).toMatchObject({ data: { auditTrail: { edges: expect.anything() } } });
    expect(system).toMatchObject({
      data: { payments: null },
      errors: [
        { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', reasonCode: expect.any(String) } },
      ],
    });
    expect(other).toMatchObject({
      data: { payments: { edges: [{ node: { counterpartyBank: 'HB' } }, {}, {}] } },
    });
    command.kill('SIGTERM');
    expect(await command.ended).toBe(0);
  },
  SLOW_MS,
);

it(
  'starts the subgraphs again when they die, and ends with exit 1 when the gateway does',
  async () => {
    const command = start();
    await command.said('Ctrl-C');
    expect(command.stderr()).not.toContain('loading');

    process.kill(await childOf(command, 'subgraphs/main.ts'), 'SIGKILL');
    await command.said('subgraphs was ended by SIGKILL');
    await command.said(/gateway at[\s\S]*gateway at/);
    const url = [...command.stderr().matchAll(/gateway at (\S+)/g)].at(-1)?.[1];
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);

    process.kill(await childOf(command, 'gateway/main.ts'), 'SIGKILL');
    expect(await command.ended).toBe(1);
    expect(command.stderr()).toContain('gateway was ended by SIGKILL');
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  },
  SLOW_MS,
);

it(
  'leaves no process behind when it is killed itself',
  async () => {
    const command = start();
    await command.said('Ctrl-C');
    const gateway = await childOf(command, 'gateway/main.ts');
    const url = command.stderr().match(/gateway at (\S+)/)?.[1];
    command.kill('SIGKILL');
    await command.ended;
    await gone(gateway);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  },
  SLOW_MS,
);

async function childOf(command: RunningCommand, script: string): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const line = stdout
    .split('\n')
    .map((each) => each.trim().split(/\s+/))
    .find(
      ([, parent, ...words]) => Number(parent) === command.pid && words.join(' ').includes(script),
    );
  return Number(line?.[0]);
}

/** Watches a process the test is not the parent of. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
