/** Versions are read from a git repository of the test's own, so nothing here depends on ours. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeptFiles, keptFiles } from './kept-files.ts';
import { loadVersion } from './load-version.ts';
import { findOpa, type Opa, opaPlaces } from './opa.ts';

const PROJECT = join(import.meta.dirname, '..');
const opa = await findOpa(opaPlaces());

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'payscope-project-'));
  for (const folder of ['policies', 'schema']) {
    cpSync(join(PROJECT, folder), join(root, folder), { recursive: true });
  }
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'the project as it is');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.test'];
  return execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8' }).trim();
}

/** Another policies folder in which auditors may read personal data. */
function withAuditorsReadingPersonalData(): string {
  const folder = mkdtempSync(join(root, 'copy-'));
  cpSync(join(PROJECT, 'policies'), folder, { recursive: true });
  const file = join(folder, 'roles/data.json');
  const text = readFileSync(file, 'utf8').replace(
    '["facts:read", "audit:read"]',
    '["facts:read", "audit:read", "pii:read"]',
  );
  writeFileSync(file, text);
  return folder;
}

function forgetful(): KeptFiles & { readonly kept: string[] } {
  const kept: string[] = [];
  return { kept, read: () => undefined, keep: (name) => void kept.push(name) };
}

const noOpa: Opa = { kind: 'missing', explanation: 'The policy compiler is not here.' };
const never = () => Promise.reject(new Error('nothing had to be compiled'));
const genderFor = async (where: string, role = 'AUDITOR') =>
  (await loadVersion(root, where)).policy.tableFor({ role }).decide('AccountHolder.gender').effect;

describe.skipIf(opa.kind === 'missing')('a version of the policy', () => {
  it('is a folder, with its revision, roles and what each coordinate asks for', async () => {
    const version = await loadVersion(root);
    expect(version).toMatchObject({ name: 'policies', kind: 'directory' });
    expect(version.revision).toMatch(/^[0-9a-f]{16}$/);
    expect(version.data.roles.AUDITOR?.permissions).toContain('audit:read');
    expect(version.requirements['AccountHolder.gender']?.policies).toEqual([
      ['facts:read', 'pii:read'],
    ]);
    expect(version.schema.getType('AccountHolder')).toBeDefined();
  });

  it('is another folder, compiled as it is now', async () => {
    expect(await genderFor('policies')).toBe('deny');
    expect(await genderFor(withAuditorsReadingPersonalData())).toBe('allow');
  });

  it('is a bundle file', async () => {
    const { revision } = await loadVersion(root);
    writeFileSync(join(root, 'some.tar.gz'), (await loadVersion(root)).bundle);
    const version = await loadVersion(root, 'some.tar.gz');
    expect(version).toMatchObject({ name: 'some.tar.gz', kind: 'bundle', revision });
  });

  it('is a git revision, whatever lies in the working tree', async () => {
    const before = git('rev-parse', 'HEAD');
    const file = join(root, 'policies/roles/data.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('["facts:read", "audit:read"]', '["facts:read"]'));
    git('commit', '--quiet', '--all', '--message', 'auditors read no trail');
    writeFileSync(file, text);
    const trail = async (where: string) => {
      const { policy } = await loadVersion(root, where);
      return policy.tableFor({ role: 'AUDITOR' }).decide('Query.auditTrail').effect;
    };
    expect(await trail('git:main')).toBe('deny');
    expect(await trail('HEAD~1')).toBe('allow');
    expect(await trail('policies')).toBe('allow');
    expect((await loadVersion(root, 'git:HEAD~1')).name).toBe(`git:HEAD~1 (${before.slice(0, 8)})`);
  });

  it('has the schema beside its folder, if there is one', async () => {
    const other = mkdtempSync(join(root, 'other-'));
    for (const folder of ['policies', 'schema']) {
      cpSync(join(root, folder), join(other, folder), { recursive: true });
    }
    const file = join(other, 'schema/facts.graphql');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text}\n"One."\ntype Extra {\n  "One."\n  one: Int\n}\n`);
    expect(
      (await loadVersion(root, join(other, 'policies'))).schema.getType('Extra'),
    ).toBeDefined();
    expect((await loadVersion(root)).schema.getType('Extra')).toBeUndefined();
  });

  it('is compiled once; the second time it is taken from what was kept', async () => {
    const folder = withAuditorsReadingPersonalData();
    const kept = keptFiles(root);
    const first = await loadVersion(root, folder, { kept });
    const second = await loadVersion(root, folder, { kept, findOpa: never });
    expect(Buffer.from(second.bundle).equals(Buffer.from(first.bundle))).toBe(true);
  });

  it('is compiled again when what was kept is no bundle of it', async () => {
    const kept: KeptFiles = { ...forgetful(), read: () => Buffer.from('no bundle') };
    expect((await loadVersion(root, 'policies', { kept })).kind).toBe('directory');
  });
});

describe('without a compiler', () => {
  const options = { kept: forgetful(), findOpa: () => Promise.resolve(noOpa) };

  it('a folder whose own bundle is of its sources is loaded all the same', async () => {
    const { revision } = await loadVersion(root);
    const folder = join(root, 'policies');
    writeFileSync(join(folder, 'bundle/bundle.tar.gz'), (await loadVersion(root)).bundle);
    expect((await loadVersion(root, 'policies', options)).revision).toBe(revision);
  });

  it('one that was changed since is refused, and what is lacking is named', async () => {
    const folder = withAuditorsReadingPersonalData();
    await expect(loadVersion(root, folder, options)).rejects.toMatchObject({
      kind: 'environment',
      problems: [expect.stringContaining('other sources'), noOpa.explanation],
    });
  });
});

it.each([
  ['nothing', 'nowhere'],
  ['no revision', 'git:no-such-branch'],
  ['an option of git', 'git:--help'],
  ['no name', 'git:'],
  ['a folder of something else', 'schema'],
])('%s is refused as wrong usage', async (_name, where) => {
  await expect(loadVersion(root, where)).rejects.toMatchObject({ kind: 'usage' });
});

it('a file that is no bundle is refused', async () => {
  await expect(loadVersion(root, 'policies/roles/data.json')).rejects.toMatchObject({
    kind: 'findings',
    problems: [expect.stringContaining('gzipped tar')],
  });
});
