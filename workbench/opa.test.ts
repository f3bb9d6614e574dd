import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOpa, INSTALL_COMMAND, pinnedVersion } from './opa.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payscope-opa-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that answers `opa version` as that version does. */
function fakeOpa(name: string, version: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho "Version: ${version}"\n`);
  chmodSync(path, 0o755);
  return path;
}

const nowhere = { searchPath: '', cacheDir: '/nonexistent' };

describe('the compiler is found', () => {
  it('by the OPA variable before anything else', async () => {
    const variable = fakeOpa('mine', '1.2.3');
    fakeOpa('opa', '1.2.3');
    const found = await findOpa({ variable, searchPath: folder, cacheDir: folder }, '1.2.3');
    expect(found).toMatchObject({ kind: 'found', path: variable, source: 'OPA' });
  });

  it('on PATH before the cache', async () => {
    const path = fakeOpa('opa', '1.2.3');
    fakeOpa('opa-1.2.3', '1.2.3');
    const found = await findOpa({ searchPath: folder, cacheDir: folder }, '1.2.3');
    expect(found).toStrictEqual({ kind: 'found', path, source: 'PATH' });
  });

  it('in the cache when PATH has another version', async () => {
    fakeOpa('opa', '0.70.0');
    const path = fakeOpa('opa-1.2.3', '1.2.3');
    const found = await findOpa({ searchPath: folder, cacheDir: folder }, '1.2.3');
    expect(found).toStrictEqual({ kind: 'found', path, source: 'cache' });
  });
});

describe('a missing compiler is explained with the command that gets it', () => {
  it('when it is nowhere', async () => {
    const found = await findOpa(nowhere, '1.2.3');
    expect(found.kind === 'missing' && found.explanation).toMatch(/OPA 1\.2\.3, is not here/);
    expect(found.kind === 'missing' && found.explanation).toContain(INSTALL_COMMAND);
  });

  it('when PATH has another version only, naming it', async () => {
    fakeOpa('opa', '0.70.0');
    const found = await findOpa({ ...nowhere, searchPath: folder }, '1.2.3');
    expect(found.kind === 'missing' && found.explanation).toContain('is version 0.70.0');
  });

  it.each([
    ['can not be run', '/nonexistent/opa', /can not be run/],
    ['is another version', undefined, /is version 0\.1\.0; policies\/tools\/go\.mod pins 1\.2\.3/],
  ])('when what OPA names %s, even with another in the cache', async (_name, given, message) => {
    fakeOpa('opa-1.2.3', '1.2.3');
    const variable = given ?? fakeOpa('old', '0.1.0');
    const found = await findOpa({ variable, searchPath: '', cacheDir: folder }, '1.2.3');
    expect(found.kind === 'missing' && found.explanation).toMatch(message);
  });
});

it('the version is the one go.mod pins', () => {
  expect(pinnedVersion('require github.com/open-policy-agent/opa v9.8.7 // indirect')).toBe(
    '9.8.7',
  );
  expect(pinnedVersion()).toMatch(/^\d+\.\d+\.\d+$/);
  expect(() => pinnedVersion('module x')).toThrow('pins no version');
});
