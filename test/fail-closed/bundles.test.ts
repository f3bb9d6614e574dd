/** Policy bundles that can't be used: the last good policy stays in force, and it is counted. */
import { rm, writeFile } from 'node:fs/promises';
import { loadPolicy as instantiate } from '@open-policy-agent/opa-wasm';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BundleError, loadPolicy, type Policy, readBundle } from '../../gateway/policy/index.ts';
import { type AnsweringModule, answeringWasm, type Behaviour } from '../support/answering-wasm.ts';
import { archiveOf, bundleOf, bundleWith, entriesOf } from '../support/bundles.ts';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const DECISIONS = 'payscope/authz/decisions';
const ROLES = { revision: 'good', roles: { CLERK: ['open'], CHIEF: ['open', 'seal'] } };

const store = {
  name: 'store',
  typeDefs: `${LINK} type Query {
    a: String @policy(policies: [["open"]]) b: String @policy(policies: [["seal"]]) }`,
  resolvers: { Query: { a: () => 'of a', b: () => 'of b' } },
};

const COORDINATES = ['Boolean', 'Query', 'Query.a', 'Query.b', 'String'];
const ALLOW = { effect: 'allow', reason: 'ALLOWED', rule: 'r', obligation: null };
const allowed = (change: Readonly<Record<string, unknown>> = {}) => [
  { result: { ...Object.fromEntries(COORDINATES.map((each) => [each, ALLOW])), ...change } },
];

let fixture: Fixture;
let good: Uint8Array;
let first: Policy;
/** What the real module answers to its other questions, by entrypoint. */
let others: Readonly<Record<string, Behaviour>>;

beforeAll(async () => {
  good = await bundleOf(ROLES);
  others = await otherAnswers(good);
  fixture = await startFixture({ subgraphs: [store], policy: good });
  first = fixture.gateway.policies.current();
});
beforeEach(() => fixture.gateway.policies.swap(first));
afterAll(() => fixture.stop());

async function otherAnswers(bundle: Uint8Array): Promise<Readonly<Record<string, Behaviour>>> {
  const { wasm, data } = await readBundle(bundle);
  const module = await instantiate(wasm);
  module.setData(data);
  const names = Object.keys(module.entrypoints).filter((name) => name !== DECISIONS);
  return Object.fromEntries(
    names.map((name) => {
      const answer = module.evaluate(
        { subject: { role: 'CHIEF' }, coordinates: [], uses: [] },
        name,
      );
      return [name, { kind: 'answer', text: JSON.stringify(answer) }];
    }),
  );
}

/** The good bundle with a module that decides as the test says. */
async function deciding(
  decisions: Behaviour,
  more: Partial<AnsweringModule> = {},
): Promise<Uint8Array> {
  const behaviours = { [DECISIONS]: decisions, ...others };
  return changed({ 'policy.wasm': answeringWasm({ behaviours, ...more }) });
}

function answering(answer: unknown): Promise<Uint8Array> {
  return deciding({ kind: 'answer', text: JSON.stringify(answer) });
}

async function changed(files: Parameters<typeof bundleWith>[0]): Promise<Uint8Array> {
  return bundleWith({ ...Object.fromEntries(await entriesOf(good)), ...files });
}

async function wasmOf(): Promise<Uint8Array> {
  return (await readBundle(good)).wasm;
}

const without = (coordinate: string) => {
  const [{ result } = { result: {} }] = allowed();
  return [
    { result: Object.fromEntries(Object.entries(result).filter(([key]) => key !== coordinate)) },
  ];
};

const FAILURES: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
  ['an empty file', async () => new Uint8Array()],
  ['an archive without files', () => archiveOf([])],
  ['text', async () => Buffer.from('plain text')],
  ['cut off in the middle', async () => good.subarray(0, good.length / 2)],
  ['a gzip bomb', () => changed({ 'bomb.json': new Uint8Array(65 * 1_024 * 1_024) })],
  ['without manifest', () => changed({ '.manifest': undefined })],
  ['with a manifest that is no JSON', () => changed({ '.manifest': '{' })],
  ['without data', () => changed({ 'data.json': undefined })],
  ['with data that is a list', () => changed({ 'data.json': '[]' })],
  ['without role data', () => changed({ 'data.json': '{"permissions":{}}' })],
  ['with a role without permissions', () => changed({ 'data.json': '{"roles":{"CLERK":{}}}' })],
  [
    'with its data outside, by path traversal',
    async () =>
      archiveOf(
        [...(await entriesOf(good)), ['../data.json', '{"roles":{}}'] as const].map(
          ([name, content]) => ({ name: `/${name}`, content }),
        ),
      ),
  ],
  [
    'with two files of one name',
    async () =>
      archiveOf(
        [...(await entriesOf(good)), ['data.json', '{"roles":{}}'] as const].map(
          ([name, content]) => ({ name: `/${name}`, content }),
        ),
      ),
  ],
  ['WASM missing', () => changed({ 'policy.wasm': undefined })],
  ['WASM empty', () => changed({ 'policy.wasm': '' })],
  ['WASM truncated', async () => changed({ 'policy.wasm': (await wasmOf()).subarray(0, 50_000) })],
  [
    'WASM with a wrong magic number',
    async () => {
      const wasm = Uint8Array.from(await wasmOf());
      wasm[0] = 0x7f;
      return changed({ 'policy.wasm': wasm });
    },
  ],
  [
    "WASM without OPA's exports",
    () => changed({ 'policy.wasm': Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) }),
  ],
  [
    'WASM of another ABI',
    () => deciding({ kind: 'answer', text: JSON.stringify(allowed()) }, { abiVersion: 2 }),
  ],
  [
    'WASM without the entrypoint',
    () => changed({ 'policy.wasm': answeringWasm({ behaviours: others }) }),
  ],
  ['WASM that traps', () => deciding({ kind: 'trap' })],
  ['WASM that aborts, which is a thrown string', () => deciding({ kind: 'abort', message: 'no' })],
  [
    'WASM that wants 1 GiB of memory',
    () => deciding({ kind: 'grow', pages: 16_384, text: JSON.stringify(allowed()) }),
  ],
  ['an answer that is no JSON', () => deciding({ kind: 'answer', text: 'allow' })],
  ['no answer: []', () => answering([])],
  ['no answer: [{}]', () => answering([{}])],
  ['the answer "true"', () => answering('true')],
  ['the answer true', () => answering(true)],
  ['the answer 1', () => answering(1)],
  ['the answer null', () => answering(null)],
  ['a result of true', () => answering([{ result: true }])],
  ['a result of null', () => answering([{ result: null }])],
  ['a result that is a list', () => answering([{ result: [ALLOW] }])],
  ['two results', () => answering([...allowed(), ...allowed()])],
  ['a coordinate missing', () => answering(without('Query.b'))],
  ['a coordinate decided by true', () => answering(allowed({ 'Query.b': true }))],
  ['an unknown effect', () => answering(allowed({ 'Query.b': { ...ALLOW, effect: 'permit' } }))],
  ['an unknown reason', () => answering(allowed({ 'Query.b': { ...ALLOW, reason: 'BECAUSE' } }))],
  [
    'an unknown obligation',
    () =>
      answering(allowed({ 'Query.b': { ...ALLOW, effect: 'mask', obligation: { kind: 'blur' } } })),
  ],
  [
    'an obligation with an allow',
    () => answering(allowed({ 'Query.b': { ...ALLOW, obligation: { kind: 'year' } } })),
  ],
  [
    'a mask without obligation',
    () => answering(allowed({ 'Query.b': { ...ALLOW, effect: 'mask' } })),
  ],
];

const refusals = () => fixture.metric('payscope_authorize_policy_swaps_total', 'outcome="refused"');
const missing = () => fixture.metric('payscope_policy_source_fetches_total', 'outcome="missing"');

/** What is no archive at all can't be signed, and is refused as it is. */
async function signedIfAny(bundle: Uint8Array): Promise<Uint8Array> {
  return fixture.sign(bundle).catch((cause: unknown) => {
    if (cause instanceof BundleError || cause instanceof SyntaxError) return bundle;
    throw cause;
  });
}

/** The good policy's answer, by the one that is in force. */
async function expectGoodInForce(): Promise<void> {
  const { body, headers } = await fixture.ask('CLERK', '{ a b }');
  expect(body.data).toEqual({ a: 'of a', b: null });
  expect(headers.get('payscope-policy-revision')).toBe('good');
}

test.each(FAILURES)('%s: the last good policy stays', async (_, bundle) => {
  const before = await refusals();
  await writeFile(fixture.bundleFile, await signedIfAny(await bundle()));
  const end = await fixture.gateway.reloadPolicy();
  expect(end).toMatchObject({ kind: 'refused' });
  expect(await refusals()).toBe(before + 1);
  await expectGoodInForce();
});

test('the bundle file gone: the last good policy stays', async () => {
  const before = await missing();
  await rm(fixture.bundleFile, { force: true });
  expect(await fixture.gateway.reloadPolicy()).toMatchObject({ kind: 'unavailable' });
  expect(await missing()).toBe(before + 1);
  await expectGoodInForce();
});

test('a policy for another schema: the last good policy stays', async () => {
  const other = await loadPolicy({
    bundle: good,
    schema: buildSchema('type Query { other: Int }'),
    requirements: {},
    onFailure: () => undefined,
  });
  expect(() => fixture.gateway.policies.swap(other)).toThrow(BundleError);
  await expectGoodInForce();
});

test('a coordinate too many opens nothing, and the bundle is otherwise as good as any', async () => {
  const revision = { ...JSON.parse(String(new Map(await entriesOf(good)).get('.manifest'))) };
  const bundle = await bundleWith({
    ...Object.fromEntries(await entriesOf(await answering(allowed({ 'Query.ghost': ALLOW })))),
    '.manifest': JSON.stringify({ ...revision, revision: 'extra' }),
  });
  await writeFile(fixture.bundleFile, await fixture.sign(bundle));
  expect(await fixture.gateway.reloadPolicy()).toMatchObject({ swapped: true });
  const table = fixture.gateway.policies.current().tableFor({ role: 'CLERK' });
  expect(table.decide('Query.ghost')).toMatchObject({ effect: 'hide' });
  expect((await fixture.ask('CLERK', '{ ghost }')).status).toBe(400);
  expect((await fixture.ask('CLERK', '{ b }')).body.data).toEqual({ b: 'of b' });
  await writeFile(fixture.bundleFile, await fixture.sign(good));
  expect(await fixture.gateway.reloadPolicy()).toMatchObject({ swapped: true });
  await expectGoodInForce();
});
