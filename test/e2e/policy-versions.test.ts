/** `payscope policy matrix, diff, explain`: what they print where, and how they end. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundleWith, committedBundle, entriesOf } from '../support/bundles.ts';
import { runCommand } from '../support/command.ts';

let folder: string;
let before: string;
let after: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-versions-'));
  before = join(folder, 'before.tar.gz');
  after = join(folder, 'after.tar.gz');
  await writeFile(before, committedBundle());
  await writeFile(after, await withAuditorsReadingPersonalData());
});
afterAll(() => rm(folder, { recursive: true }));

async function withAuditorsReadingPersonalData(): Promise<Buffer> {
  const file = (await entriesOf(committedBundle())).get('data.json');
  const data = z
    .looseObject({
      roles: z.record(z.string(), z.looseObject({ permissions: z.array(z.string()) })),
    })
    .parse(JSON.parse(file?.toString('utf8') ?? ''));
  data.roles.AUDITOR?.permissions.push('pii:read');
  return bundleWith({ 'data.json': JSON.stringify(data) });
}

const run = (...args: readonly string[]) => runCommand(['policy', ...args]);
const OPENED = ['AccountHolder.district', 'AccountHolder.gender', 'AccountHolder.birthDate'];

describe('payscope policy matrix', () => {
  it('prints a table of roles and coordinates', async () => {
    const { code, stdout, stderr } = await run('matrix', before, '--field', 'AccountHolder.*');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/AccountHolder\s+ADMIN\s+ANALYST\s+AUDITOR\s+BANK_ADMIN\s+SYSTEM/);
    expect(stdout).toMatch(/AccountHolder.birthDate\s+masked \(year\)/);
    expect(stdout).not.toContain('\u001B[');
  });

  it('is coloured for who looks, and says the same in words', async () => {
    const line = ['policy', 'matrix', before, '--field', 'AccountHolder.gender'];
    const { stdout } = await runCommand(line, { FORCE_COLOR: '1' });
    expect(stdout).toContain('\u001B[31mdenied ↑\u001B[39m');
  });

  it.each([
    ['csv', /^coordinate,ADMIN,ANALYST,AUDITOR,BANK_ADMIN,SYSTEM,asks for\r\n/],
    ['html', /^<!doctype html>/],
    ['md', /^# Access matrix\n/],
    ['json', /^\{\n {2}"name": /],
  ])('prints %s', async (format, start) => {
    const { code, stdout } = await run('matrix', before, '--format', format);
    expect(code).toBe(0);
    expect(stdout).toMatch(start);
  });

  it.each([
    ['a role', ['--role', 'AUDITORS'], 'did you mean AUDITOR?'],
    ['a field', ['--field', 'AccountHolder.genders'], 'did you mean AccountHolder.gender'],
    ['a format', ['--format', 'pdf'], 'table, csv, json, html, md'],
  ])('refuses %s there is not, with exit 2', async (_name, args, says) => {
    const { code, stdout, stderr } = await run('matrix', before, ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(says);
  });
});

describe('payscope policy diff', () => {
  it('lists what is opened first, and exits 1 when nobody approved it', async () => {
    const { code, stdout } = await run('diff', before, after);
    expect(code).toBe(1);
    expect(stdout).toContain('3 openings, none approved');
    const places = OPENED.map((coordinate) => stdout.indexOf(coordinate));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(stdout).toContain('AUDITOR gets pii:read');
  });

  it('exits 0 the other way round, and where nothing changes', async () => {
    const closing = await run('diff', after, before);
    expect(closing.code).toBe(0);
    expect(closing.stdout).toContain('no opening; 3 closings');
    expect((await run('diff', before, before)).code).toBe(0);
  });

  it('prints JSON with every change', async () => {
    const { code, stdout } = await run('diff', before, after, '--json');
    expect(code).toBe(1);
    const { unapprovedOpenings, changes } = JSON.parse(stdout);
    expect(unapprovedOpenings).toBe(3);
    expect(changes.map((change: { coordinate: string }) => change.coordinate)).toEqual(OPENED);
  });

  it('prints Markdown for a pull request, without failing its job when told so', async () => {
    const { code, stdout } = await run(
      'diff',
      before,
      after,
      '--format',
      'markdown',
      '--exit-zero',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('| AUDITOR | `AccountHolder.gender` | denied → yes |');
  });

  it('prints SARIF, an error for each opening nobody approved', async () => {
    const { stdout } = await run('diff', before, after, '--format', 'sarif');
    const [{ results }] = JSON.parse(stdout).runs;
    expect(results.map((result: { level: string }) => result.level)).toEqual([
      'error',
      'error',
      'error',
    ]);
  });

  it('refuses a version there is not, with exit 2', async () => {
    const { code, stderr } = await run('diff', 'git:no-such-branch', before);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no git:no-such-branch here');
  });
});

describe('payscope policy explain', () => {
  const explain = (field: string, ...rest: readonly string[]) =>
    run('explain', '--role', 'AUDITOR', '--field', field, '--in', before, ...rest);

  it('names rule, place, what is asked for, what is lacking and what would open it', async () => {
    const { code, stdout } = await explain('AccountHolder.gender');
    expect(code).toBe(0);
    expect(stdout).toContain('AUDITOR AccountHolder.gender: denied MISSING_PERMISSION');
    expect(stdout).toMatch(
      /payscope\.authz\.denial_shown {2}policies\/payscope\/authz\/\w+\.rego:\d+/,
    );
    expect(stdout).toContain('facts:read and pii:read');
    expect(stdout).toContain('has facts:read; lacks pii:read');
    expect(stdout).toContain('give AUDITOR pii:read → yes');
  });

  it('prints JSON', async () => {
    const { stdout } = await explain('AccountHolder.gender', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      decision: { effect: 'deny', reason: 'MISSING_PERMISSION' },
      flips: [{ kind: 'give', permissions: ['pii:read'], effect: 'allow' }],
    });
  });

  it('refuses a field there is not, and names the nearest', async () => {
    const { code, stderr } = await explain('AccountHolder.gendre');
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean AccountHolder.gender');
  });
});

it.each(['matrix', 'diff', 'explain'])(
  '%s shows examples first when asked for help',
  async (name) => {
    const { code, stdout } = await run(name, '--help');
    expect(code).toBe(0);
    expect(stdout.indexOf(`$ payscope policy ${name}`)).toBeGreaterThan(-1);
    expect(stdout.indexOf(`$ payscope policy ${name}`)).toBeLessThan(stdout.indexOf('Usage:'));
  },
);
