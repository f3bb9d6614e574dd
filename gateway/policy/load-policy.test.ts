import { gunzipSync, gzipSync } from 'node:zlib';
import { buildSchema } from 'graphql';
import { extract, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { loadCommittedPolicy, readPolicyFixture } from '../../test/support/policy.ts';
import type { FailureKind } from './access-table.ts';
import { BundleError, ENTRYPOINT, readBundle } from './bundle.ts';
import { createPolicy, loadPolicy } from './load-policy.ts';
import { instantiateWasm } from './wasm.ts';

const fixture = readPolicyFixture();
const ALLOW = { effect: 'allow', reason: 'ALLOWED', rule: 'r', obligation: null };

/** A bundle with files replaced or, by undefined, left out. */
async function rebundled(changes: Readonly<Record<string, string | undefined>>): Promise<Buffer> {
  const reading = extract();
  const writing = pack();
  reading.end(gunzipSync(fixture.bundle));
  for await (const entry of reading) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry) chunks.push(bytesOf(chunk));
    const name = entry.header.name.replace(/^\//, '');
    const content = name in changes ? changes[name] : Buffer.concat(chunks);
    if (content !== undefined) writing.entry({ name: `/${name}` }, Buffer.from(content));
  }
  writing.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of writing) parts.push(bytesOf(part));
  return gzipSync(Buffer.concat(parts));
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError('a chunk of an archive is bytes');
}

function load(bundle: Uint8Array, onFailure: (kind: FailureKind) => void = () => undefined) {
  return loadPolicy({ ...fixture, bundle, onFailure });
}

describe('a loaded policy', () => {
  it('decides by role as the role data says', async () => {
    const policy = await loadCommittedPolicy(fixture);
    expect([...policy.roles].sort()).toStrictEqual([
      ...['ADMIN', 'ANALYST', 'AUDITOR', 'BANK_ADMIN', 'SYSTEM'],
    ]);
    const birthDate = (role: string) => policy.tableFor({ role }).decide('AccountHolder.birthDate');
    expect(birthDate('ANALYST')).toMatchObject({ effect: 'mask', obligation: { kind: 'year' } });
    expect(birthDate('BANK_ADMIN').effect).toBe('allow');
    expect(birthDate('SYSTEM').effect).toBe('deny');
  });

  it('hides everything from a role it does not know, names of object members included', async () => {
    const policy = await loadCommittedPolicy(fixture);
    for (const role of ['', 'analyst', 'ROOT', '__proto__', 'constructor', 'toString']) {
      const table = policy.tableFor({ role });
      expect(table.decide('Query')).toMatchObject({ effect: 'hide', reason: 'UNKNOWN_ROLE' });
      expect(table.visible('Query.payments')).toBe(false);
    }
  });

  it('hides a field the running supergraph has and no rule mentions', async () => {
    const schema = buildSchema('type Query { brandNew: Int, payments: Int }');
    const policy = await loadPolicy({ ...fixture, schema, onFailure: () => undefined });
    const table = policy.tableFor({ role: 'BANK_ADMIN' });
    expect(table.decide('Query.brandNew')).toMatchObject({
      effect: 'hide',
      reason: 'NOT_MENTIONED',
    });
    expect(table.decide('Query.payments').effect).toBe('allow');
  });

  it("decides by the running supergraph's requirements, not by those in the bundle", async () => {
    const requirements = { 'Query.payments': { authenticated: true, policies: [['pii:read']] } };
    const policy = await loadPolicy({ ...fixture, requirements, onFailure: () => undefined });
    expect(policy.tableFor({ role: 'ANALYST' }).decide('Query.payments').effect).toBe('deny');
    expect(policy.schemaHash).not.toBe((await loadCommittedPolicy(fixture)).schemaHash);
  });
});

describe('tables', () => {
  const source = {
    revision: 'r1',
    schemaHash: 's1',
    roles: new Set(['A', 'B']),
    coordinates: ['T'],
  };

  it('are kept by revision, schema and attributes', () => {
    let calls = 0;
    const evaluate = () => {
      calls += 1;
      return [{ result: { T: ALLOW } }];
    };
    const policy = createPolicy({ ...source, evaluate, onFailure: () => undefined });
    const other = createPolicy({ ...source, revision: 'r2', evaluate, onFailure: () => undefined });
    expect(policy.tableFor({ role: 'A' })).toBe(policy.tableFor({ role: 'A' }));
    expect(calls).toBe(1);
    const keys = [policy, other].flatMap((each) =>
      ['A', 'B'].map((role) => each.tableFor({ role }).key),
    );
    expect(new Set(keys).size).toBe(4);
  });

  it('are bounded, however many roles callers make up', () => {
    let calls = 0;
    const evaluate = () => {
      calls += 1;
      return [{ result: { T: ALLOW } }];
    };
    const policy = createPolicy({ ...source, evaluate, onFailure: () => undefined });
    for (let index = 0; index < 200; index += 1) policy.tableFor({ role: `made-up-${index}` });
    policy.tableFor({ role: 'made-up-0' });
    expect(calls).toBe(201);
  });

  it('are not kept when the policy failed, so that it recovers', () => {
    const answers = [[{}], [{ result: { T: ALLOW } }]];
    const failures: FailureKind[] = [];
    const policy = createPolicy({
      ...source,
      evaluate: () => answers.shift(),
      onFailure: (kind) => failures.push(kind),
    });
    expect(policy.tableFor({ role: 'A' }).decide('T').effect).toBe('deny');
    expect(policy.tableFor({ role: 'A' }).decide('T').effect).toBe('allow');
    expect(failures).toStrictEqual(['empty_result']);
  });
});

describe('a bundle is refused', () => {
  it.each([
    ['without its manifest', { '.manifest': undefined }],
    ['without its data', { 'data.json': undefined }],
    ['without its module', { 'policy.wasm': undefined }],
    ['whose manifest is no JSON', { '.manifest': 'x' }],
    [
      'without a revision',
      {
        '.manifest':
          '{"revision":"","wasm":[{"entrypoint":"payscope/authz/decisions","module":"/policy.wasm"}]}',
      },
    ],
    [
      'without the entrypoint',
      { '.manifest': '{"revision":"r","wasm":[{"entrypoint":"a/b","module":"/policy.wasm"}]}' },
    ],
    ['without roles', { 'data.json': '{"permissions":{}}' }],
    ['whose module is no WASM', { 'policy.wasm': 'not a module' }],
    ['that masks by an unknown obligation', { 'data.json': maskedBy('{"kind":"blur"}') }],
  ])('%s', async (_name, changes) => {
    await expect(rebundled(changes).then((bundle) => load(bundle))).rejects.toThrow(BundleError);
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['no gzip', Buffer.from('plain text')],
    ['cut off', Buffer.from(fixture.bundle).subarray(0, 5000)],
  ])('that is %s', async (_name, bundle) => {
    await expect(load(bundle)).rejects.toThrow(BundleError);
  });

  it('that unpacks to more than any policy, though it is otherwise sound', async () => {
    const padded = `${JSON.stringify((await readBundle(fixture.bundle)).data)}${' '.repeat(2 ** 26)}`;
    const bomb = await rebundled({ 'data.json': padded });
    expect(bomb.byteLength).toBeLessThan(1_000_000);
    await expect(load(bomb)).rejects.toThrow(BundleError);
  });

  it('while the same one unchanged is taken', async () => {
    const policy = await load(await rebundled({}));
    expect(policy.revision).toBe((await readBundle(fixture.bundle)).revision);
  });
});

describe('the WASM instance', () => {
  it('is replaced after a throw, which is told by throwing meanwhile', async () => {
    const bundle = await readBundle(fixture.bundle);
    const ask = await instantiateWasm(bundle, { ...bundle.data, schema: fixture.requirements });
    const evaluate = (input: object) => ask(ENTRYPOINT, input);
    const input = { subject: { role: 'ANALYST' }, coordinates: ['Query'] };
    const before = evaluate(input);
    const circular: string[] = [];
    Object.defineProperty(circular, 0, { get: () => circular, enumerable: true });
    expect(() => evaluate({ ...input, coordinates: circular })).toThrow();
    expect(() => evaluate(input)).toThrow('being instantiated again');
    await expect.poll(() => tried(() => evaluate(input))).toStrictEqual(before);
  });
});

function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function maskedBy(obligation: string): string {
  return `{"roles":{"A":{"permissions":[]}},"permissions":{"pii:read":{"without":"deny"},"facts:read":{"without":"deny"}},
    "masks":{"Query.bank":{"permission":"facts:read","obligation":${obligation}}}}`;
}
