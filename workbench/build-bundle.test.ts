import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBundle } from '../gateway/policy/index.ts';
import { buildBundle } from './build-bundle.ts';
import { findOpa, opaPlaces, pinnedVersion } from './opa.ts';
import { readPolicySources, revisionOf } from './policy-sources.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path));
const sources = readPolicySources(
  join(ROOT, 'policies'),
  read('policies/schema/data.json').toString('utf8'),
);
const committed = read('policies/bundle/bundle.tar.gz');
const opa = await findOpa(opaPlaces());
const opaPath = opa.kind === 'found' ? opa.path : '';

describe('the committed bundle', () => {
  it('has the revision of the sources as they are', async () => {
    const { revision } = await readBundle(committed);
    expect(revision).toBe(revisionOf(sources, pinnedVersion()));
  });

  it('holds no tests', () => {
    expect([...sources.keys()].filter((path) => path.includes('_test'))).toStrictEqual([]);
  });
});

describe('the revision', () => {
  it.each([...sources.keys()])('changes with %s', (path) => {
    const edited = new Map(sources).set(path, `${sources.get(path)} `);
    expect(revisionOf(edited, '1.0.0')).not.toBe(revisionOf(sources, '1.0.0'));
  });

  it('does not change with the order the files were read in, but with the compiler', () => {
    const reversed = new Map([...sources].reverse());
    expect(revisionOf(reversed, '1.0.0')).toBe(revisionOf(sources, '1.0.0'));
    expect(revisionOf(sources, '1.0.1')).not.toBe(revisionOf(sources, '1.0.0'));
  });
});

describe.skipIf(opa.kind === 'missing')('the compiler', () => {
  it('makes the committed bytes again', async () => {
    const built = await buildBundle(opaPath, sources, revisionOf(sources, pinnedVersion()));
    expect(Buffer.from(built).equals(committed)).toBe(true);
  });

  it.each([
    ['time.now_ns', 'now := time.now_ns()'],
    ['http.send', 'sent := http.send({"method": "get", "url": "http://127.0.0.1"})'],
    ['io.jwt.decode', 'token := io.jwt.decode(input.token)'],
  ])('refuses %s, which WASM lacks', async (builtin, rule) => {
    const edited = new Map(sources).set(
      'payscope/authz/more.rego',
      `package payscope.authz\n\n${rule}\n`,
    );
    await expect(buildBundle(opaPath, edited, 'r')).rejects.toThrow(
      `undefined function ${builtin}`,
    );
  });

  it.each([
    [
      'Rego that does not parse',
      'package payscope.authz\n\nallow if {\n',
      'the policy is not valid',
    ],
    ['an unused variable', 'package payscope.authz\n\nx if {\n\ty := 1\n}\n', 'y'],
    ['unformatted Rego', 'package payscope.authz\n\nx   := 1\n', 'policy check --fix'],
  ])('refuses %s', async (_name, text, message) => {
    const edited = new Map(sources).set('payscope/authz/more.rego', text);
    await expect(buildBundle(opaPath, edited, 'r')).rejects.toThrow(message);
  });
});

it('the capabilities are those of opa-wasm, with the syntax of Rego v1', () => {
  const ours: unknown = JSON.parse(read('policies/capabilities.json').toString('utf8'));
  const theirs: unknown = JSON.parse(
    read('node_modules/@open-policy-agent/opa-wasm/capabilities.json').toString('utf8'),
  );
  expect(ours).toStrictEqual({ ...Object(theirs), features: ['rego_v1'] });
});
