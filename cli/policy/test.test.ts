import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand, startCommand } from '../../test/support/command.ts';
import { type FolderChanges, policyFolder } from '../../test/support/policy-folder.ts';
import { findOpa, opaPlaces } from '../../workbench/opa.ts';

const opa = await findOpa(opaPlaces());
const HOPED = 'test/cases/hoped.yaml';
const CASE = [
  '- name: an analyst reads genders, it is hoped',
  '  role: ANALYST',
  '  coordinate: AccountHolder.gender',
  '  expect: { effect: allow, reason: ALLOWED }',
  '',
].join('\n');

async function test(changes: FolderChanges, ...options: readonly string[]) {
  using copy = policyFolder(changes);
  return await runCommand(['policy', 'test', copy.folder, ...options], { NO_COLOR: '1' });
}

describe.skipIf(opa.kind === 'missing')('payscope policy test', () => {
  it('passes, and says what it ran on', async () => {
    const { code, stdout } = await runCommand(['policy', 'test'], { NO_COLOR: '1' });
    expect(stdout).toMatch(/^\d+ passed, 0 failed/);
    expect(stdout).toMatch(/each on OPA's evaluator and on the WASM of revision [0-9a-f]{16}/);
    expect(code).toBe(0);
  });

  it('shows what was expected and what is', async () => {
    const { code, stdout } = await test({ [HOPED]: CASE });
    expect(stdout).toMatch(/^FAIL an analyst reads genders, it is hoped \S+hoped\.yaml:1$/m);
    expect(stdout).toMatch(/^ {4}expected \{"effect":"allow","reason":"ALLOWED"\}$/m);
    expect(stdout).toMatch(/^ {4}actual {3}\{"effect":"deny","reason":"MISSING_PERMISSION"/m);
    expect(code).toBe(1);
  });

  it.each([
    ['json', (text: string) => JSON.parse(text).counts.failed],
    ['junit', (text: string) => Number(/<testsuites .*failures="(\d+)"/.exec(text)?.[1])],
    ['sarif', (text: string) => JSON.parse(text).runs[0].results.length],
    ['github', (text: string) => text.match(/^::error /gm)?.length],
  ])('prints %s', async (format, failuresIn) => {
    const { code, stdout } = await test({ [HOPED]: CASE }, '--format', format);
    expect(failuresIn(stdout)).toBe(1);
    expect(code).toBe(1);
  });

  it('fails when less is covered than it has to be, and says so', async () => {
    const { code, stdout, stderr } = await test({}, '--min-coverage', '100');
    expect(stdout).toMatch(/Role × coordinate [\d.]+ %[\s\S]*no test mentions these:/);
    expect(stderr).toMatch(/% of lines are covered, --min-coverage is 100 %/);
    expect(code).toBe(1);
  });

  it('prints lcov of the lines, each file as a record', async () => {
    const { code, stdout } = await test({}, '--format', 'lcov');
    const files = stdout.match(/^SF:.*\.rego$/gm)?.length;
    expect(files).toBeGreaterThan(5);
    expect(stdout.match(/^end_of_record$/gm)).toHaveLength(files ?? 0);
    expect(stdout).not.toContain('_test.rego');
    expect(code).toBe(0);
  });

  it('watches: runs again on a save, and ends by Ctrl-C with what the last run came to', async () => {
    using copy = policyFolder();
    const watching = startCommand(['policy', 'test', copy.folder, '--watch'], { NO_COLOR: '1' });
    await watching.said('Watching; Ctrl-C ends it.');
    expect(watching.stdout()).toContain('0 failed');
    writeFileSync(join(copy.root, HOPED), CASE);
    await watching.said('hoped.yaml was saved');
    await watching.said('1 failed');
    watching.kill('SIGINT');
    expect(await watching.ended).toBe(1);
  }, 120_000);
});

it.each([
  [['--min-coverage', '101'], '--min-coverage takes a number from 0 to 100, not 101'],
  [['--min-coverage', 'all'], 'not all'],
  [['--format', 'xml'], '--format takes pretty, json, junit, lcov, sarif, github'],
])('refuses %j as wrong usage', async (args, message) => {
  const { code, stderr } = await runCommand(['policy', 'test', ...args]);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});
