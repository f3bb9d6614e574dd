import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findOpa, opaPlaces, pinnedVersion } from '../../opa.ts';
import { parseModule, type RegoModule } from '../rego-module.ts';
import { lint } from './index.ts';

const opa = await findOpa(opaPlaces());
const folder = mkdtempSync(join(tmpdir(), 'payscope-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function parsed(texts: Readonly<Record<string, string>>): Promise<readonly RegoModule[]> {
  const parser = {
    opaPath: opa.kind === 'found' ? opa.path : '',
    version: pinnedVersion(),
    folder,
    kept: { read: () => undefined, keep: () => undefined },
  };
  const modules = Object.entries(texts).map(([path, text]) => {
    writeFileSync(join(folder, path), text);
    return parseModule(parser, path, text);
  });
  return (await Promise.all(modules)).filter((module) => module !== undefined);
}

/** Rules and lines of what is found in `a.rego`, and in what else there is. */
async function found(text: string, more: Readonly<Record<string, string>> = {}) {
  const modules = await parsed({ 'a.rego': text, ...more });
  const dataNames = new Set(['roles', 'masks']);
  const findings = lint({ modules, entrypoints: ['p/ask'], dataNames }, (path) => path);
  return findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`);
}

const HEAD = '# METADATA\n# title: What it is for\npackage p\n\n';
const ASKED =
  '# METADATA\n# title: Asked\n# entrypoint: true\n# scope: document\n# schemas:\n#   - input: schema.ask\n';

/** Rego in which nothing is to be found. */
const SOUND = `${HEAD}default ask := {}\n\n${ASKED}ask := data.roles if input.now\n`;

const FOUND: readonly (readonly [string, string, string])[] = [
  [
    'a package without a title',
    SOUND.replace('title: What', 'description: What'),
    'title-missing a.rego:3',
  ],
  ['a rule without a title', `${SOUND}\nmore := 1\n`, 'title-missing a.rego:15'],
  [
    'an entrypoint nothing marks',
    SOUND.replace('# entrypoint: true\n', ''),
    'entrypoint-unmarked a.rego:12',
  ],
  [
    'an entrypoint nothing answers',
    SOUND.replaceAll('ask :=', 'task :='),
    'entrypoint-unmarked a.rego:3',
  ],
  ['an entrypoint nothing asks', `${SOUND}\n${ASKED}other := 1\n`, 'entrypoint-unmarked a.rego:21'],
  [
    'an entrypoint without a default',
    SOUND.replace('default ask := {}\n\n', ''),
    'default-first a.rego:11',
  ],
  [
    'a default that is not first',
    `${HEAD}${ASKED}ask := data.roles if input.now\n\ndefault ask := {}\n`,
    'default-first a.rego:13',
  ],
  [
    'a test that goes into the bundle',
    `${SOUND}\n# METADATA\n# title: T\ntest_allow_a if ask\n`,
    'test-file a.rego:17',
  ],
  ['data there is not', SOUND.replace('data.roles', 'data.rolls'), 'unknown-data a.rego:13'],
  [
    'a decision left to chance',
    SOUND.replace('data.roles', 'rand.intn("a", 2)'),
    'nondeterministic a.rego:13',
  ],
  [
    'an entrypoint whose input nothing describes',
    SOUND.replace('# schemas:\n#   - input: schema.ask\n', ''),
    'input-unchecked a.rego:11',
  ],
  ['a long line', `${SOUND}\n# ${'many words '.repeat(8)}\n`, 'line-length a.rego:15'],
];

describe.skipIf(opa.kind === 'missing')('the lint', () => {
  it('finds nothing where there is nothing', async () => {
    expect(await found(SOUND)).toStrictEqual([]);
  });

  it.each(FOUND)('finds %s', async (_name, text, finding) => {
    expect(await found(text)).toContain(finding);
  });

  it.each([
    ['a rule only its neighbours use', `${SOUND}\n_more := 1\n`],
    ['a second body of a titled rule', `${SOUND}\nask := 1 if input.later\n`],
    [
      'an entrypoint that is always defined',
      `${HEAD}${ASKED}ask := {role | some role in data.roles}\n`,
    ],
    ['a long line of one word', `${SOUND}\n# https://example.com/${'x'.repeat(80)}\n`],
  ])('finds nothing in %s', async (_name, text) => {
    expect(await found(text)).toStrictEqual([]);
  });

  it('of tests: those in the package of the policy, and those that name no effect', async () => {
    const tests =
      'package p\n\nimport data.p as q\n\ntest_works if q.ask\n\ntest_deny_x if q.ask\n';
    expect(await found(SOUND, { 'a_test.rego': tests })).toStrictEqual([
      'test-file a_test.rego:1',
      'test-name a_test.rego:5',
    ]);
    const own = tests.replace('package p', 'package p_test').replace('works', 'allow_works');
    expect(await found(SOUND, { 'a_test.rego': own })).toStrictEqual([]);
  });
});
