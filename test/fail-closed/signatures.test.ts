/** Bundles whose signature does not hold: the last good policy stays, counted by kind and logged. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BundleFault } from '../../gateway/policy/index.ts';
import { bundleOf, entriesOf } from '../support/bundles.ts';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';
import { type Files, type Forgery, fileClaims, forge, unsecured } from '../support/forged.ts';
import { createSigner, type TestSigner, trustOf } from '../support/signing.ts';

const store = {
  name: 'store',
  typeDefs: `${LINK} type Query { a: String @policy(policies: [["open"]]) }`,
  resolvers: { Query: { a: () => 'of a' } },
};

const CLOSED = { revision: 'closed', roles: { CLERK: ['open'] } };
/** What all of them would like to bring into force. */
const OPENED = { revision: 'opened', roles: { CLERK: ['open'], MALLORY: ['open'] } };

let fixture: Fixture;
let opened: Files;
let trustFile: string;
let mallory: TestSigner;
beforeAll(async () => {
  fixture = await startFixture({ subgraphs: [store], policy: CLOSED });
  opened = await entriesOf(await bundleOf(OPENED));
  trustFile = fixture.bundleFile.replace('bundle.tar.gz', 'trust.json');
  mallory = await createSigner({ subject: 'mallory@bank' });
});
afterAll(() => fixture.stop());
afterEach(() => writeFile(trustFile, trustOf(fixture.signer)));

const seconds = () => Math.floor(Date.now() / 1000);
let serial = 100;

/** As good as any, but for what the forgery says. */
async function put(forgery: Forgery, signer = fixture.signer): Promise<void> {
  serial += 1;
  const claims = { serial, ...forgery.claims };
  const bundle = await forge(signer, { files: opened, ...forgery, claims });
  await writeFile(fixture.bundleFile, bundle);
}

const changed = (name: string, change: (text: string) => string): Forgery => {
  const text = Buffer.from(opened.get(name) ?? '').toString('latin1');
  return { signed: opened, files: new Map(opened).set(name, Buffer.from(change(text), 'latin1')) };
};

const hashedBy = (algorithm: string): Forgery => ({
  claims: { files: fileClaims(opened).map((file) => ({ ...file, algorithm })) },
});

const FORGERIES: readonly (readonly [string, BundleFault, () => Forgery])[] = [
  ['unsigned', 'unsigned', () => ({ signatures: { text: undefined } })],
  [
    'data changed',
    'tampered',
    () => changed('data.json', (text) => text.replace('CLERK', 'CLERC')),
  ],
  ['WASM changed', 'tampered', () => changed('policy.wasm', (text) => `${text}\0`)],
  [
    'manifest changed',
    'tampered',
    () => changed('.manifest', (text) => text.replace('opened', 'Opened')),
  ],
  [
    'Rego changed',
    'tampered',
    () => changed('payscope/authz/decisions.rego', (text) => `${text}\n`),
  ],
  [
    'a file added',
    'tampered',
    () => ({ signed: opened, files: new Map(opened).set('more.rego', '') }),
  ],
  ['expired', 'stale', () => ({ claims: { iat: seconds() - 9, exp: seconds() - 1 } })],
  ['rolled back', 'rolled_back', () => ({ claims: { serial: 0 } })],
  ['the serial of another', 'rolled_back', () => ({ claims: { serial: 1 } })],
  ['hashed with MD5', 'weak_hash', () => hashedBy('MD5')],
  ['hashed with SHA-1', 'weak_hash', () => hashedBy('SHA-1')],
  ['a delta', 'delta', () => ({ files: new Map([['patch.json', '{"data":[]}']]) })],
  ['for another scope', 'wrong_scope', () => ({ claims: { scope: 'another' } })],
  ['two signatures', 'several_signatures', () => ({ tokens: (token) => [token, token] })],
  [
    'alg none',
    'weak_algorithm',
    () => ({ tokens: (token) => [unsecured(token, { alg: 'none', kid: fixture.signer.kid })] }),
  ],
  [
    'alg HS256',
    'weak_algorithm',
    () => ({ tokens: (token) => [unsecured(token, { alg: 'HS256', kid: fixture.signer.kid })] }),
  ],
];

const counted = (kind: string) =>
  fixture.metric('payscope_policy_bundle_refusals_total', `kind="${kind}"`);

async function expectClosedInForce(): Promise<void> {
  expect((await fixture.ask('MALLORY', '{ a }')).status).not.toBe(200);
  const { body, headers } = await fixture.ask('CLERK', '{ a }');
  expect(body.data).toEqual({ a: 'of a' });
  expect(headers.get('payscope-policy-revision')).toBe('closed');
}

async function expectRefused(kind: BundleFault): Promise<void> {
  const before = await counted(kind);
  expect(await fixture.gateway.reloadPolicy()).toMatchObject({ kind: 'refused', reason: kind });
  expect(await counted(kind)).toBe(before + 1);
  await expectClosedInForce();
}

test.each(FORGERIES)('%s: refused as %s, the last good policy stays', async (_, kind, forgery) => {
  await put(forgery());
  await expectRefused(kind);
});

test('by a key nobody trusts: refused as wrong_key, the last good policy stays', async () => {
  await put({}, mallory);
  await expectRefused('wrong_key');
});

test('by a key under the id of one that is trusted: refused as tampered', async () => {
  await put({ header: { kid: fixture.signer.kid } }, mallory);
  await expectRefused('tampered');
});

test('a key that left the trust file counts no more, from the next bundle on', async () => {
  await writeFile(trustFile, trustOf(mallory));
  await put({});
  await expectRefused('wrong_key');
});

test('a trust file that is gone wrong trusts nobody', async () => {
  await writeFile(trustFile, '{"keys":');
  await put({});
  await expectRefused('no_keys');
});

test('a refused bundle is not kept for the next start', async () => {
  const kept = await readFile(`${fixture.dir}/policy/last-good.tar.gz`);
  expect((await entriesOf(kept)).get('.manifest')?.toString()).toContain('closed');
});

// Last, since it takes the place of the policy the others look for.
test('with nothing wrong it comes into force, so that the others were refused for what they are', async () => {
  const signer = await createSigner({ subject: 'bob@bank', algorithm: 'EdDSA' });
  await writeFile(trustFile, trustOf(fixture.signer, signer));
  await put({}, signer);
  expect(await fixture.gateway.reloadPolicy()).toMatchObject({
    kind: 'accepted',
    swapped: true,
    bundle: { signer: { subject: 'bob@bank' } },
  });
  expect((await fixture.ask('MALLORY', '{ a }')).body.data).toEqual({ a: 'of a' });
  expect(await fixture.metric('payscope_policy_bundle_serial')).toBe(serial);
});
