/** keys new → build → sign → verify, as a signer types it. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBundle } from '../../gateway/policy/index.ts';
import { committedBundle } from '../../test/support/bundles.ts';
import { policyFolder } from '../../test/support/policy-folder.ts';
import { run } from '../main.ts';

let folder: string;
let bundle: string;
let key: string;
let trust: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-cli-sign-'));
  bundle = join(folder, 'bundle.tar.gz');
  key = join(folder, 'alice.private.json');
  trust = join(folder, 'trust.json');
  await writeFile(bundle, committedBundle());
  const made = await policy(
    'keys',
    'new',
    '--subject',
    'alice@bank',
    '--key',
    key,
    '--trust',
    trust,
  );
  expect(made.code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true }));

async function policy(...args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const code = await run({
    args: ['policy', ...args],
    environment: { NO_COLOR: '1' },
    stdout: {
      write: (text: string) => {
        stdout += text;
      },
    },
    stderr: {
      write: (text: string) => {
        stderr += text;
      },
    },
  });
  return { code, stdout, stderr };
}

const sign = (...args: readonly string[]) => policy('sign', bundle, '--key', key, ...args);
const verify = (file: string, ...args: readonly string[]) =>
  policy('verify', file, '--keys', trust, '--json', ...args);

describe('payscope policy keys new', () => {
  it('makes a key only its owner reads, and trusts its public half', async () => {
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    const { keys } = JSON.parse(await readFile(trust, 'utf8'));
    expect(keys).toEqual([
      expect.objectContaining({
        alg: 'ES256',
        use: 'sig',
        subject: 'alice@bank',
        scope: 'payscope',
      }),
    ]);
    expect(keys[0]).not.toHaveProperty('d');
  });

  it('adds to the trust file, and never writes over a key', async () => {
    const more = join(folder, 'more.json');
    const bob = join(folder, 'bob.private.json');
    const make = (subject: string, file: string) =>
      policy('keys', 'new', '--subject', subject, '--key', file, '--trust', more, '--json');
    await make('bob@bank', bob);
    const before = await readFile(bob, 'utf8');
    expect((await make('bob@bank', bob)).code).toBe(2);
    expect(await readFile(bob, 'utf8')).toBe(before);
    const made = await make('carol@bank', join(folder, 'carol.private.json'));
    expect(JSON.parse(made.stdout)).toMatchObject({ subject: 'carol@bank', trust: more });
    expect(JSON.parse(await readFile(more, 'utf8')).keys).toHaveLength(2);
  });
});

describe('payscope policy sign and verify', () => {
  it('say who signed what, and until when', async () => {
    const output = join(folder, 'signed.tar.gz');
    const signed = await sign('--serial', '41', '--expires', '30d', '-o', output, '--json');
    expect(signed.code).toBe(0);
    expect(JSON.parse(signed.stdout)).toMatchObject({ subject: 'alice@bank', serial: 41 });
    const verified = await verify(output);
    expect(verified.code).toBe(0);
    const { expires_at, signed_at, ...rest } = JSON.parse(verified.stdout);
    expect(rest).toMatchObject({ ok: true, serial: 41, signer: { subject: 'alice@bank' } });
    expect(Date.parse(expires_at) - Date.parse(signed_at)).toBe(30 * 86_400_000);
    const told = await policy('verify', output, '--keys', trust);
    expect(told.stdout).toContain('is signed by alice@bank');
    expect(told.stdout).toContain('serial    41');
  });

  it('count on from what is in the output file, in seconds at least', async () => {
    const output = join(folder, 'auto.tar.gz');
    const serialOf = async () => JSON.parse((await sign('-o', output, '--json')).stdout).serial;
    const first = await serialOf();
    expect(first).toBeGreaterThan(1_600_000_000);
    expect(await serialOf()).toBeGreaterThan(first);
  });

  it('sign in place unless told otherwise, and leave no other file behind', async () => {
    const own = join(folder, 'own');
    const file = join(own, 'b.tar.gz');
    await policy(
      'keys',
      'new',
      '--subject',
      'd@bank',
      '--key',
      join(own, 'k'),
      '--trust',
      join(own, 't'),
    );
    await writeFile(file, committedBundle());
    expect((await policy('sign', file, '--key', join(own, 'k'))).code).toBe(0);
    expect((await readdir(own)).sort()).toEqual(['b.tar.gz', 'k', 't']);
    expect((await policy('verify', file, '--keys', join(own, 't'))).code).toBe(0);
  });

  it.each([
    ['unsigned', async () => verify(bundle)],
    ['wrong_scope', async () => verify(await signedFile('--scope', 'other'))],
    ['rolled_back', async () => verify(await signedFile('--serial', '5'), '--above', '5')],
    [
      'wrong_key',
      async () => {
        const [own, keys] = [join(folder, 'eve.private.json'), join(folder, 'eve.json')];
        await policy('keys', 'new', '--subject', 'eve@bank', '--key', own, '--trust', keys);
        const file = await signedFile();
        return policy('verify', file, '--keys', keys, '--json');
      },
    ],
  ])('exit 1 with the reason: %s', async (reason, attempt) => {
    const { code, stdout } = await attempt();
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, reason });
  });

  async function signedFile(...args: readonly string[]): Promise<string> {
    const output = join(await mkdtemp(join(folder, 'signed-')), 'bundle.tar.gz');
    expect((await sign('-o', output, ...args)).code).toBe(0);
    return output;
  }

  it.each([
    ['a bundle that is not there', () => policy('sign', '/nowhere', '--key', key)],
    ['a key that is not there', () => policy('sign', bundle, '--key', '/nowhere')],
    ['a key that is none', () => policy('sign', bundle, '--key', bundle)],
    ['a trust file for a key', () => policy('sign', bundle, '--key', trust)],
    ['no key', () => policy('sign', bundle)],
    ['a serial that is none', () => sign('--serial', '-1')],
    ['an expiry that is none', () => sign('--expires', 'soon')],
    ['an expiry in years to come', () => sign('--expires', '900d')],
    ['a trust file that is none', () => policy('verify', bundle, '--keys', bundle)],
    ['a serial to be above that is none', () => verify(bundle, '--above', 'x')],
  ])('%s is wrong usage: exit 2', async (_, attempt) => {
    const { code, stdout, stderr } = await attempt();
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  it('takes no archive for a bundle', async () => {
    const file = join(folder, 'text.tar.gz');
    await writeFile(file, 'text');
    expect((await policy('sign', file, '--key', key)).code).toBe(2);
  });
});

describe('payscope policy sign', () => {
  it('says when it expires as the signature has it, in whole seconds', async () => {
    const output = join(folder, 'whole-seconds.tar.gz');
    const { stdout } = await sign('-o', output, '--json');
    expect(JSON.parse(stdout).expires_at).toMatch(/\.000Z$/);
  });
});

describe('payscope policy build', () => {
  it('gives the bundle of the sources as they are, and names its revision', async () => {
    const output = join(folder, 'built.tar.gz');
    const built = await policy('build', '--output', output, '--json');
    expect([built.stderr, built.code]).toEqual(['', 0]);
    const { revision, sha256 } = await readBundle(await readFile(output));
    expect(JSON.parse(built.stdout)).toEqual({ file: output, revision, sha256 });
  });

  it('refuses a mask that does not fit its field, as the check does', async () => {
    const masks =
      '{"AccountHolder.birthDate":{"permission":"pii:read","obligation":{"kind":"last4"}}}';
    using copy = policyFolder({ 'policies/masks/data.json': masks });
    const output = join(folder, 'misfit.tar.gz');
    const { code, stdout, stderr } = await policy('build', copy.folder, '-o', output);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      'policies/masks/data.json:1 AccountHolder.birthDate: "last4" can\'t mask',
    );
    await expect(stat(output)).rejects.toThrow('ENOENT');
  });

  it('needs to be told where to', async () => {
    expect((await policy('build')).code).toBe(2);
  });
});
