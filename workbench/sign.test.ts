import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTrust, type Trust, verifyBundle } from '../gateway/policy/index.ts';
import { archiveOf, committedBundle, entriesOf } from '../test/support/bundles.ts';
import { createSigner, SCOPE, type TestSigner, trustOf } from '../test/support/signing.ts';
import { findOpa, opaPlaces, runOpa } from './opa.ts';
import { nextSerial, serialIn, signBundle } from './sign.ts';

let folder: string;
let alice: TestSigner;
let trust: Trust;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-sign-'));
  alice = await createSigner();
  trust = await parseTrust(trustOf(alice));
  const key = createPrivateKey({ key: alice.privateJwk, format: 'jwk' });
  await writeFile(join(folder, 'private.pem'), key.export({ type: 'pkcs8', format: 'pem' }));
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  await writeFile(join(folder, 'public.pem'), publicPem);
});
afterAll(() => rm(folder, { recursive: true }));

const signedAt = new Date();
const expiresAt = new Date(signedAt.getTime() + 3_600_000);
const sign = (bundle: Uint8Array, serial = 3) =>
  signBundle(bundle, { signer: alice, serial, signedAt, expiresAt });
const verify = (archive: Uint8Array) =>
  verifyBundle(archive, trust, { now: new Date(), scope: SCOPE });

it('leaves the files of the bundle as they are, and adds one', async () => {
  const before = await entriesOf(committedBundle());
  const after = new Map(await entriesOf(await sign(committedBundle())));
  expect(after.delete('.signatures.json')).toBe(true);
  expect(after).toEqual(before);
});

it('takes the place of a signature that was there', async () => {
  const twice = await sign(await sign(committedBundle(), 3), 9);
  expect(await verify(twice)).toMatchObject({ serial: 9 });
});

it('tells the serial of a bundle, whoever signed it', async () => {
  expect(await serialIn(await sign(committedBundle(), 12))).toBe(12);
  expect(await serialIn(committedBundle())).toBeUndefined();
  const odd = [{ name: '/.signatures.json', content: '{"signatures":["a.b.c"]}' }];
  expect(await serialIn(await archiveOf(odd))).toBeUndefined();
});

it.each([
  ['the time in seconds', undefined, 1_700_000_000],
  ['the time, past a lower serial', 41, 1_700_000_000],
  ['one more than a serial past the time', 1_700_000_007, 1_700_000_008],
])('the next serial is %s', (_, last, next) => {
  expect(nextSerial(new Date(1_700_000_000_999), last)).toBe(next);
});

/** What hashing by meaning could get wrong. */
const ODD_DATA = `{
  "b": [1.0, 1, 1e2, -0.0, 0.1e-7, 12345678901234567890], "a\\u0000": null, "": {}, "<&>": "<&>",
  "\u2028": "\u2029 \\u2028", "\u{1f600}": "\\ud83d\\ude00", "\uffee": "\\ud800 \u007f \\b\\f\\n\\r\\t\\u001f",
  "__proto__": {"z": true, "y": false}, "10": 1, "9": 2, "twice": 1, "twice": [2], "\\u00e9": "é \\/ \\\\ \\""
}`;

const opa = await findOpa(opaPlaces());

describe.skipIf(opa.kind === 'missing')('with OPA', () => {
  const run = (...args: readonly string[]) =>
    runOpa(opa.kind === 'found' ? opa.path : '', args, { cwd: folder });
  const verifiedByOpa = (file: string, scope = SCOPE) =>
    run(
      'build',
      ...['--bundle', file, '--output', `${file}.out`],
      ...['--verification-key', 'public.pem', '--verification-key-id', alice.kid],
      ...['--signing-alg', 'ES256', '--scope', scope],
    );
  const claims = async () => {
    const iat = Math.floor(signedAt.getTime() / 1000);
    const all = { keyid: alice.kid, scope: SCOPE, iat, exp: iat + 3_600, serial: 4 };
    await writeFile(join(folder, 'claims.json'), JSON.stringify(all));
    const signing = ['--signing-key', 'private.pem', '--signing-alg', 'ES256'];
    return [...signing, '--claims-file', 'claims.json'];
  };

  it('takes what was signed here', async () => {
    await writeFile(join(folder, 'ours.tar.gz'), await sign(committedBundle()));
    await verifiedByOpa('ours.tar.gz');
    await expect(verifiedByOpa('ours.tar.gz', 'other')).rejects.toMatchObject({ code: 1 });
  });

  it('hashes data as it is done here, down to odd numbers and names', async () => {
    const manifest =
      '{"revision": "r1", "roots": [""], "rego_version": 1, "metadata": {"n": 1.50}}';
    const files = { '.manifest': manifest, 'data.json': ODD_DATA, 'a/data.json': '[1.0, {}]' };
    const entries = Object.entries(files).map(([name, content]) => ({ name: `/${name}`, content }));
    await writeFile(join(folder, 'plain.tar.gz'), await archiveOf(entries));
    await run(
      'sign',
      '--bundle',
      'plain.tar.gz',
      '--output-file-path',
      folder,
      ...(await claims()),
    );
    const theirs = JSON.parse(await readFile(join(folder, '.signatures.json'), 'utf8'));
    const signed = await entriesOf(await sign(await archiveOf(entries)));
    const ours = JSON.parse(String(signed.get('.signatures.json')));
    expect(hashesIn(ours)).toEqual(hashesIn(theirs));
  });

  it('signs a bundle, with our claims, that is taken here', async () => {
    await writeFile(join(folder, 'plain.tar.gz'), committedBundle());
    await run(
      'sign',
      '--bundle',
      'plain.tar.gz',
      '--output-file-path',
      folder,
      ...(await claims()),
    );
    const signatures = await readFile(join(folder, '.signatures.json'), 'utf8');
    const entries = [...(await entriesOf(committedBundle())), ['.signatures.json', signatures]];
    const archive = await archiveOf(
      entries.map(([name, content]) => ({ name: `/${name}`, content: content ?? '' })),
    );
    expect(await verify(archive)).toMatchObject({ serial: 4, signer: { kid: alice.kid } });
  });

  it('builds and signs a bundle in one go that is taken here', async () => {
    await mkdir(join(folder, 'tiny'));
    await writeFile(
      join(folder, 'tiny/rule.rego'),
      '# METADATA\n# entrypoint: true\npackage tiny\n\nok := data.roles\n',
    );
    await writeFile(join(folder, 'tiny/data.json'), '{"roles": {"A": {"b": 1.0}}}');
    const output = ['--revision', 'r2', '--output', 'tiny.tar.gz'];
    const wasm = ['--target', 'wasm', '--entrypoint', 'tiny/ok', '--bundle', 'tiny'];
    await run('build', ...wasm, ...output, ...(await claims()));
    const archive = await readFile(join(folder, 'tiny.tar.gz'));
    expect(await verify(archive)).toMatchObject({ revision: 'r2', serial: 4 });
  });
});

function hashesIn({ signatures }: { readonly signatures: readonly string[] }) {
  const payload = Buffer.from(signatures[0]?.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { files }: { files: { name: string; hash: string }[] } = JSON.parse(payload);
  return Object.fromEntries(files.map(({ name, hash }) => [name, hash]));
}
