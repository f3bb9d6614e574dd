import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { answeringWasm, type Behaviour } from '../../test/support/answering-wasm.ts';
import { bundleOf, bundleWith } from '../../test/support/bundles.ts';
import { loadCommittedPolicy, readPolicyFixture } from '../../test/support/policy.ts';
import type { FailureKind } from './access-table.ts';
import { CONDITIONAL_ENTRYPOINT, ENTRYPOINT, LIMITS_ENTRYPOINT } from './bundle.ts';
import { BundleError } from './bundle-error.ts';
import { createPolicy, inputsOf, loadPolicy } from './load-policy.ts';
import { requirementsOf } from './requirements-of.ts';

const fixture = readPolicyFixture();
const ALLOW = { effect: 'allow', reason: 'ALLOWED', rule: 'r', obligation: null };

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

  it('have keys of their own when the policy failed, so that nothing kept under one outlives it', () => {
    const answers = [[{}], [{}], [{ result: { T: ALLOW } }]];
    const policy = createPolicy({
      ...source,
      evaluate: () => answers.shift(),
      onFailure: () => undefined,
    });
    const keys = answers.slice().map(() => policy.tableFor({ role: 'A' }).key);
    expect(new Set(keys).size).toBe(3);
  });
});

const SDL = `schema @link(url: "https://specs.apollo.dev/policy/v0.1") { query: Query }
  directive @link(url: String!) repeatable on SCHEMA
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION
  type Query { a(first: Int): Int @policy(policies: [["pii"]]) }`;

const requirements = requirementsOf(SDL);

function load(bundle: Uint8Array, changes: { readonly sdl?: string } = {}) {
  const failures: FailureKind[] = [];
  const { sdl = SDL } = changes;
  const loading = loadPolicy({
    ...{ bundle, schema: buildSchema(sdl), requirements: requirementsOf(sdl) },
    onFailure: (kind) => failures.push(kind),
    entrypoints: [ENTRYPOINT, CONDITIONAL_ENTRYPOINT, LIMITS_ENTRYPOINT],
  });
  return { loading, failures };
}

/** A module whose decision of `Query.a` is up to the operation, and what it says then. */
function conditional(behaviour: Behaviour, on = 'Query.a'): Promise<Uint8Array> {
  const names = ['Boolean', 'Int', 'Query', 'Query.a(first:)', 'String'];
  const decisions = {
    ...Object.fromEntries(names.map((name) => [name, ALLOW])),
    'Query.a': ALLOW,
    [on]: { ...ALLOW, depends_on: 'condition' },
  };
  const limits = {
    ...{ tokens: 1, depth: 1, aliases: 1, root_fields: 1, directives: 1, fields: 1 },
    ...{ introspection_depth: 1, cost: 1, cost_budget: 1, cost_restore_rate: 1 },
  };
  const answer = (result: unknown): Behaviour => ({
    kind: 'answer',
    text: JSON.stringify([{ result }]),
  });
  const behaviours = {
    [ENTRYPOINT]: answer(decisions),
    [LIMITS_ENTRYPOINT]: answer(limits),
    [CONDITIONAL_ENTRYPOINT]: behaviour,
  };
  return bundleWith({ 'policy.wasm': answeringWasm({ behaviours }) });
}

const DENY =
  '{"effect":"deny","reason":"CONDITION_NOT_MET","rule":"r","obligation":null,"depends_on":null}';

describe('a bundle is tried out before it is used:', () => {
  it('it must decide for each role, and is refused by its revision and that role', async () => {
    const masks = { 'Query.a': { permission: 'pii', obligation: { kind: 'blur' } } };
    const roles = { CHIEF: ['pii'], CLERK: [] };
    const { loading, failures } = load(await bundleOf({ roles, masks, revision: 'blurring' }));
    await expect(loading).rejects.toThrow(BundleError);
    await expect(loading).rejects.toThrow(/\bblurring\b.*\bCLERK\b/);
    expect(failures).toStrictEqual([]);
  });

  it.each<readonly [string, Behaviour]>([
    ['traps', { kind: 'trap' }],
    ['gives no list', { kind: 'answer', text: '[{"result":true}]' }],
    ['leaves one out', { kind: 'answer', text: '[{"result":[]}]' }],
    ['gives none', { kind: 'answer', text: '[{"result":[{}]}]' }],
  ])('it is refused where what depends on an operation %s', async (_name, behaviour) => {
    await expect(load(await conditional(behaviour)).loading).rejects.toThrow(BundleError);
  });

  it('it is taken where that is decided', async () => {
    const bundle = await conditional({ kind: 'answer', text: `[{"result":[${DENY}]}]` });
    const { loading, failures } = load(bundle);
    expect((await loading).tableFor({ role: 'ADMIN' }).isConditional('Query.a')).toBe(true);
    expect(failures).toStrictEqual([]);
  });

  it.each(['Query', 'Query.a(first:)'])('it is refused for a condition on %s', async (on) => {
    const behaviour = { kind: 'answer', text: `[{"result":[${DENY}]}]` } as const;
    const { loading } = load(await conditional(behaviour, on));
    await expect(loading).rejects.toThrow(`condition on ${on}`);
  });

  it('it is refused for a module that is none, with the cause', async () => {
    const { loading } = load(await bundleWith({ 'policy.wasm': 'no module' }));
    await expect(loading).rejects.toThrow(/WASM/);
    await expect(loading).rejects.toHaveProperty('cause', expect.any(Error));
  });
});

describe('a policy that is loaded', () => {
  const roles = { CLERK: [], CHIEF: ['pii'] };

  it('tells what fails from then on', async () => {
    const { loading, failures } = load(await bundleOf({ roles }));
    const policy = await loading;
    expect(failures).toStrictEqual([]);
    const uses = [{ coordinate: 'Query.a', arguments: {} }];
    const now = new Date(Number.NaN);
    policy.decideConditional({ attributes: { role: 'CLERK' }, now, grants: [], uses });
    expect(failures).toStrictEqual(['trap']);
  });

  it('keeps what it was made from', async () => {
    const { source } = await load(await bundleOf({ roles, revision: 'mine' })).loading;
    expect(source?.bundle.revision).toBe('mine');
    expect(source?.requirements).toStrictEqual(requirements);
  });

  it('is for one schema and what it asks for, which its hash tells', async () => {
    const bundle = await bundleOf({ roles });
    const hashOf = async (sdl: string) => (await load(bundle, { sdl }).loading).schemaHash;
    const hash = await hashOf(SDL);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(await hashOf(`${SDL} # the same`)).toBe(hash);
    expect(await hashOf(SDL.replace('["pii"]', '["read"]'))).not.toBe(hash);
    expect(await hashOf(`${SDL} enum Unused { A }`)).not.toBe(hash);
  });
});

it('inputs are the coordinates whose requirements say so', () => {
  expect(inputsOf(requirements)).toStrictEqual(new Set(['Query.a(first:)']));
});
