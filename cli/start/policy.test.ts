import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseTrust, verifyBundle } from '../../gateway/policy/index.ts';
import { committedBundle } from '../../test/support/bundles.ts';
import { openDevelopmentPolicy } from './development-policy.ts';
import { signsItself } from './policy.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'payscope-policy-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

it.each([
  ['on a fresh clone', {}, true],
  ['with a bundle of another place', { POLICY_BUNDLE_FILE: 'mine.tar.gz' }, true],
  ['in production', { NODE_ENV: 'production' }, false],
  ['without a policy', { POLICY: 'off' }, false],
  ['where others sign', { POLICY_KEYS_FILE: 'trust.json' }, false],
  ['with a bundle server', { POLICY_BUNDLE_URL: 'https://bundles.example/b' }, false],
  ['with an object store', { POLICY_BUNDLE_URL_FILE: '/run/url' }, false],
  ['with a variable that is set to nothing', { POLICY_KEYS_FILE: ' ' }, true],
])('%s, whether the launcher signs', (_, environment, signs) => {
  expect(signsItself(environment)).toBe(signs);
});

describe('the policy of a developer', () => {
  async function published() {
    const policy = await openDevelopmentPolicy(dataDir);
    await policy.publish(committedBundle());
    const trust = await parseTrust(await readFile(policy.keysFile, 'utf8'));
    const options = { now: new Date(), scope: 'payscope' };
    return verifyBundle(await readFile(policy.bundleFile), trust, options);
  }

  it('is signed with a key of this machine, that only its owner reads', async () => {
    expect(await published()).toMatchObject({
      serial: 1,
      signer: { subject: 'developer@localhost' },
    });
    const key = await stat(join(dataDir, 'keys/policy-signer.payscope.private.json'));
    expect(key.mode & 0o777).toBe(0o600);
  });

  it('has a higher serial at every start, and the same key', async () => {
    const [first, second] = [await published(), await published()];
    expect(second.serial).toBe(first.serial + 1);
    expect(second.signer).toEqual(first.signer);
  });

  it('has a higher serial than any the gateway has had', async () => {
    await published();
    await writeFile(join(dataDir, 'policy/state.json'), '{"serial":1700000000,"sha256":"…"}');
    expect((await published()).serial).toBe(1_700_000_001);
  });

  it('is trusted again when its trust file, its key or its counter were deleted', async () => {
    await published();
    await rm(join(dataDir, 'policy'), { recursive: true });
    expect((await published()).serial).toBe(1);
    await rm(join(dataDir, 'keys'), { recursive: true });
    expect((await published()).serial).toBe(2);
  });
});
