/** `payscope policy impact, new, bench`: what they print where, and how they end. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundleWith, committedBundle, entriesOf } from '../support/bundles.ts';
import { runCommand } from '../support/command.ts';

let folder: string;
let before: string;
let opening: string;
let closing: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-impact-'));
  before = await written('before.tar.gz', committedBundle());
  opening = await written(
    'opening.tar.gz',
    await bundleFor('AUDITOR', (held) => [...held, 'pii:read']),
  );
  closing = await written('closing.tar.gz', await bundleFor('ANALYST', () => ['facts:read']));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function bundleFor(
  role: string,
  change: (held: readonly string[]) => readonly string[],
): Promise<Buffer> {
  const file = (await entriesOf(committedBundle())).get('data.json');
  const roles = z.record(z.string(), z.looseObject({ permissions: z.array(z.string()) }));
  const data = z.looseObject({ roles }).parse(JSON.parse(file?.toString('utf8') ?? ''));
  const known = data.roles[role];
  if (known) known.permissions = [...change(known.permissions)];
  return bundleWith({ 'data.json': JSON.stringify(data) });
}

const run = (...args: readonly string[]) => runCommand(['policy', ...args]);

const RECORD = {
  decision_id: 'd1',
  labels: {
    client: 'audit-console',
    bank_id: 'b1',
    operation_name: 'Holders',
    stage: 'authorized',
  },
  bundles: { payscope: { revision: 'r1' } },
  path: 'payscope/authz/decisions',
  input: { subject: { role: 'AUDITOR' }, coordinates: ['AccountHolder.gender'] },
  result: {
    'AccountHolder.gender': {
      effect: 'deny',
      reason: 'MISSING_PERMISSION',
      rule: 'payscope.authz.denial_shown',
      obligation: null,
      depends_on: null,
    },
  },
  timestamp: '2026-01-01T00:00:00.000Z',
};

describe('payscope policy impact', () => {
  it('exits 1 on an opening nobody approved, and counts it in the log', async () => {
    const log = await written('decisions.jsonl', Buffer.from(`${JSON.stringify(RECORD)}\n`));
    const args = ['impact', '--base', before, '--candidate', opening, '--log', log];
    const { code, stdout } = await run(...args);
    expect(code).toBe(1);
    expect(stdout).toMatch(/AUDITOR {2}AccountHolder\.gender\s+1 time\n/);
    expect(stdout).toMatch(/audit-console\s+Holders\s+AUDITOR\s+b1\s+1 of 1/);
  });

  it('names the operations that lose fields, which is a finding when strict', async () => {
    const args = ['impact', '--base', before, '--candidate', closing];
    const { code, stdout } = await run(...args, '--format', 'markdown');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\| dashboard \| \w+ \| ANALYST \| .* \| allowed → withheld \|/);
    expect((await run(...args, '--strict')).code).toBe(1);
  });

  it('exits 1 when nothing in the log can be decided again', async () => {
    const log = await written('garbage.jsonl', Buffer.from('no JSON\n{"a":1}\n'));
    const args = ['impact', '--base', before, '--candidate', before, '--log', log];
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toContain('Nothing in the log can be decided again');
  });

  it('prints JSON', async () => {
    const { stdout } = await run('impact', '--base', before, '--candidate', before, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ operations: { changed: [] }, unapproved: [] });
  });

  it('refuses a log there is not, with exit 2', async () => {
    const args = ['impact', '--base', before, '--candidate', before, '--log', 'nowhere.jsonl'];
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain("nowhere.jsonl can't be read");
  });
});

describe('payscope policy new', () => {
  const permission = (...rest: readonly string[]) => [
    ...['new', 'permission', 'loans:approve', '--description', 'Approve loans.'],
    ...rest,
  ];
  const copied = async () => {
    const copy = await mkdtemp(join(folder, 'copy-'));
    await cp(join(import.meta.dirname, '../../policies'), copy, { recursive: true });
    return copy;
  };
  const permissionsOf = (copy: string) => readFile(join(copy, 'permissions/data.json'), 'utf8');

  it('writes the entry and its test, and says what comes next', async () => {
    const copy = await copied();
    const { code, stdout, stderr } = await run(...permission('--role', 'AUDITOR', '--in', copy));
    expect(code).toBe(0);
    expect(await permissionsOf(copy)).toContain('"loans:approve"');
    expect(stdout).toContain('loans_approve_test.rego (new)');
    expect(stderr).toContain('payscope policy new rule Type.field --asks loans:approve');
    const again = await run(...permission('--in', copy));
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('already');
  });

  it('writes nothing in a dry run', async () => {
    const copy = await copied();
    const text = await permissionsOf(copy);
    const { code, stdout } = await run(...permission('--in', copy, '--dry-run', '--json'));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      written: false,
      files: [{ isNew: false }, { isNew: true }],
    });
    expect(await permissionsOf(copy)).toBe(text);
  });

  it.each([
    ['no rule', ['rule', 'Loan.amount'], '--asks, --mask'],
    ['two rules', ['rule', 'Loan.amount', '--asks', 'pii:read', '--hours', '06:00-20:00'], 'only'],
    ['a bound that is none', ['rule', 'Loan.amount', '--at-most', 'first'], 'argument=number'],
    [
      'a mask without its step',
      ['rule', 'Loan.amount', '--mask', 'round', '--permission', 'pii:read'],
      '--step',
    ],
    [
      'an expectation that is none',
      ['case', 'some sentence', '--role', 'SYSTEM', '--field', 'Loan.amount', '--expect', 'no'],
      'effect:REASON',
    ],
  ])('refuses %s, with exit 2', async (_name, args, says) => {
    const { code, stderr } = await run('new', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe('payscope policy bench', () => {
  it('prints p50 and p99 of each entrypoint', async () => {
    const { code, stdout } = await run('bench', before, '--ms', '20', '--json');
    expect(code).toBe(0);
    const { entrypoints } = JSON.parse(stdout);
    expect(entrypoints[0]).toMatchObject({ entrypoint: 'payscope/authz/decisions' });
    expect(entrypoints[0].p99Ms).toBeGreaterThanOrEqual(entrypoints[0].p50Ms);
  });

  it('exits 1 over a budget only when it is enforced', async () => {
    const entrypoints = { 'payscope/authz/decisions': 0.000001 };
    const budgets = await written('budgets.json', Buffer.from(JSON.stringify({ entrypoints })));
    const args = ['bench', before, '--ms', '20', '--budgets', budgets];
    const { code, stdout } = await run(...args);
    expect(code).toBe(0);
    expect(stdout).toContain('and may take 0.000 ms');
    expect((await run(...args, '--enforce')).code).toBe(1);
  });

  it('can not hold rules to a budget that nobody measured: exit 3', async () => {
    const rules = { 'payscope.authz.gaps': 0.8 };
    const budgets = await written('rules.json', Buffer.from(JSON.stringify({ rules })));
    const args = ['bench', before, '--ms', '20', '--budgets', budgets, '--enforce'];
    const { code, stderr } = await run(...args);
    expect(code).toBe(3);
    expect(stderr).toContain('payscope.authz.gaps');
  });
});

it.each(['impact', 'new', 'bench'])('%s shows examples first when asked for help', async (name) => {
  const { code, stdout } = await run(name, '--help');
  expect(code).toBe(0);
  expect(stdout.indexOf(`$ payscope policy ${name}`)).toBeGreaterThan(-1);
  expect(stdout.indexOf(`$ payscope policy ${name}`)).toBeLessThan(stdout.indexOf('Usage:'));
});
