import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../test/support/command.ts';
import { type FolderChanges, policyFolder } from '../../test/support/policy-folder.ts';
import { findOpa, opaPlaces } from '../../workbench/opa.ts';

const opa = await findOpa(opaPlaces());
const MORE = 'policies/payscope/authz/more.rego';
const NOW = 'package payscope.authz\n\n# METADATA\n# title: More\nmore if time.now_ns() > 3\n';
const LONG = `package payscope.authz\n\n# ${'many words '.repeat(8).trim()}\n`;

async function check(changes: FolderChanges, ...options: readonly string[]) {
  using copy = policyFolder(changes);
  return await runCommand(['policy', 'check', copy.folder, ...options], { NO_COLOR: '1' });
}

describe.skipIf(opa.kind === 'missing')('payscope policy check', () => {
  it('says in a line that there is nothing to mend', async () => {
    const { code, stdout, stderr } = await runCommand(['policy', 'check'], { NO_COLOR: '1' });
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /(nothing to mend|0 errors, \d+ warnings?) in \d+ Rego files, \d+ coord/,
    );
    expect(code).toBe(0);
  });

  it('says where, what, and what to do about it', async () => {
    const { code, stdout } = await check({ [MORE]: NOW });
    expect(stdout).toMatch(
      /more\.rego:5:9 error `time\.now_ns` isn't available in WASM builtin\n {4}read `input\.now`/,
    );
    expect(code).toBe(1);
  });

  it('formats what it is asked to, and leaves what does not parse', async () => {
    const wide = NOW.replace('time.now_ns() > 3', 'input.now').replace('more if', 'more   if');
    const broken = 'package payscope.authz\n\nx   if {\n';
    using copy = policyFolder({ [MORE]: wide, [MORE.replace('more', 'broken')]: broken });
    const { stdout } = await runCommand(['policy', 'check', copy.folder, '--fix']);
    expect(stdout).not.toContain('not formatted');
    const textOf = (path: string) => readFileSync(join(copy.root, path), 'utf8');
    expect(textOf(MORE)).toContain('\nmore if input.now\n');
    expect(textOf(MORE.replace('more', 'broken'))).toBe(broken);
  });

  it.each([
    [[], 0],
    [['--strict'], 1],
  ])('on warnings alone, with %j, exits with %i', async (options, exit) => {
    const { code, stdout } = await check({ [MORE]: LONG }, ...options);
    expect(stdout).toContain('line-length');
    expect(code).toBe(exit);
  });

  it.each([
    ['json', (text: string) => JSON.parse(text).findings[0].rule],
    ['sarif', (text: string) => JSON.parse(text).runs[0].results[0].ruleId],
    ['github', (text: string) => /^::error file=.*title=(\w+)::/.exec(text)?.[1]],
  ])('prints %s', async (format, ruleIn) => {
    const { code, stdout } = await check({ [MORE]: NOW }, '--format', format);
    expect(ruleIn(stdout)).toBe('builtin');
    expect(code).toBe(1);
  });
});

it('without the compiler exits with 3, and says how to get it', async () => {
  const { code, stderr } = await runCommand(['policy', 'check'], { OPA: '/nowhere/opa' });
  expect(stderr).toContain('npm run opa:install');
  expect(code).toBe(3);
});

it.each([
  [['nowhere'], 'nowhere is no policies folder'],
  [['--format', 'xml'], '--format takes pretty, json, sarif, github'],
])('refuses %j as wrong usage', async (args, message) => {
  const { code, stderr } = await runCommand(['policy', 'check', ...args]);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});
