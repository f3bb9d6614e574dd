/** A candidate policy beside the one in force, in a real gateway: what it counts, and that nobody sees it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bankIdOf } from '../lib/ids.ts';
import { answeringWasm, type Behaviour } from './support/answering-wasm.ts';
import { bundleOf, bundleWith, entriesOf, type RoleData } from './support/bundles.ts';
import { type Fixture, LINK, startFixture } from './support/fixture-gateway.ts';

const READ = '@policy(policies: [["read"]])';
const PII = '@policy(policies: [["pii"]])';

const people = {
  name: 'people',
  typeDefs: `${LINK}
    type Person @key(fields: "id") { id: ID! ${READ} born: String ${PII} secret: String ${PII} }
    type Query { person: Person ${READ} people(first: Int = 5): [Person!] ${READ} }`,
  resolvers: {
    Query: {
      person: () => ({ id: '1', born: '1971-05-23', secret: 'shown' }),
      people: () => [{ id: '1', born: '1971-05-23', secret: 'shown' }],
    },
  },
};

const masks = { 'Person.born': { permission: 'pii', obligation: { kind: 'year' } } };
const ROLES = { CLERK: ['read'], CHIEF: ['read', 'pii'] };

/** Role data with conditions, by another name. */
async function policyOf(data: Partial<RoleData>, limit = 10): Promise<Buffer> {
  const files = await entriesOf(await bundleOf({ roles: ROLES, masks, ...data }));
  const whole: Record<string, unknown> = JSON.parse(String(files.get('data.json')));
  const rule = { kind: 'at_most', argument: 'first', limit };
  const conditions = { elevation: [], rules: { 'Query.people': [rule] } };
  return bundleWith({
    '.manifest': String(files.get('.manifest')),
    'data.json': JSON.stringify({ ...whole, conditions }),
  });
}

let dir: string;
let file: string;
let fixture: Fixture;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-shadow-'));
  file = join(dir, 'candidate.tar.gz');
  fixture = await startFixture({
    subgraphs: [people],
    policy: await policyOf({ revision: 'live' }),
    env: { POLICY_SHADOW_FILE: file },
  });
});
afterAll(async () => {
  await fixture.stop();
  await rm(dir, { recursive: true, force: true });
});

async function offer(candidate: Uint8Array) {
  await writeFile(file, candidate);
  await fixture.gateway.reloadShadow();
  return report();
}

function report() {
  const read = fixture.gateway.shadowReport();
  if (!read) throw new Error('there is no shadow');
  return read;
}

async function ask(role: string, query: string, more = {}) {
  const answer = await fixture.ask(role, query, more);
  await fixture.gateway.decisionsFlushed();
  return answer;
}

const WHO = 'query Who { person { id born secret } }';

test('a gateway starts and answers without its candidate', async () => {
  expect(report()).toMatchObject({ state: 'waiting', differences: [] });
  expect((await ask('CLERK', WHO)).status).toBe(200);
});

describe('a candidate that gives clerks more and chiefs less', () => {
  beforeAll(async () => {
    const roles = { CLERK: ['read', 'pii'], CHIEF: ['read'] };
    const candidate = await fixture.sign(await policyOf({ roles, revision: 'candidate' }, 3));
    expect(await offer(candidate)).toMatchObject({ state: 'running', revision: 'candidate' });
  });
  // The same policy over again is another one in force, so that each test counts from nothing.
  beforeEach(async () => {
    const same = await fixture.gateway.loadBundle(await policyOf({ revision: 'live' }));
    fixture.gateway.policies.swap(same);
  });

  test('changes no answer, and what it would change is counted by whom it would hit', async () => {
    const { body, headers } = await ask('CLERK', WHO, { bank: 'AB' });
    expect(body.data.person).toEqual({ id: '1', born: '1971-01-01', secret: null });
    expect(headers.get('payscope-policy-revision')).toBe('live');
    expect(JSON.stringify([body, ...headers])).not.toContain('candidate');
    const about = {
      ...{ role: 'CLERK', operationName: 'Who', client: 'unknown', bankId: bankIdOf('AB') },
      ...{ count: 1, decisionId: headers.get('payscope-decision-id') },
    };
    expect(report()).toMatchObject({
      revisionInForce: 'live',
      operations: { same: 0, different: 1, uncompared: 0, dropped: 0 },
      differences: [
        { ...about, coordinate: 'Person.secret', from: 'deny', to: 'allow' },
        { ...about, coordinate: 'Person.born', from: 'mask', to: 'allow' },
      ],
    });
  });

  test('is counted in metrics by role, coordinate and effects', async () => {
    const labels = 'role="CHIEF",coordinate="Person.secret",from="allow",to="deny"';
    const before = await fixture.metric('payscope_shadow_differences_total', labels);
    await ask('CHIEF', WHO);
    await ask('CHIEF', WHO);
    expect(await fixture.metric('payscope_shadow_differences_total', labels)).toBe(before + 2);
    expect(report().differences.map(({ count }) => count)).toEqual([2, 2]);
  });

  test.each<readonly [string, string, object, readonly (readonly [string, string])[]]>([
    ['both allow', '{ people(first: 3) { id } }', {}, []],
    ['only the one in force allows', '{ people(first: 4) { id } }', {}, [['allow', 'deny']]],
    ['a default that only the one in force allows', '{ people { id } }', {}, [['allow', 'deny']]],
    [
      'a variable that only the one in force allows',
      'query ($n: Int) { people(first: $n) { id } }',
      { variables: { n: 10 } },
      [['allow', 'deny']],
    ],
    ['both deny', '{ people(first: 11) { id } }', {}, []],
    [
      'a use that both allow beside one that they do not',
      '{ a: people(first: 1) { id } b: people(first: 5) { id } c: people(first: 11) { id } }',
      {},
      [['allow', 'deny']],
    ],
  ])('decides what depends on arguments by them: %s', async (_, query, more, expected) => {
    await ask('CHIEF', query, more);
    const found = report().differences.map(({ from, to }) => [from, to]);
    expect(found).toEqual(expected);
    expect(report().operations).toMatchObject({ uncompared: 0 });
  });

  test('decides refused operations too, as far as they came', async () => {
    await ask('CLERK', '{ person { secret nothing } }');
    expect(report().differences).toMatchObject([
      { coordinate: 'Person.secret', from: 'deny', to: 'allow', operationName: null },
    ]);
    await ask('CLERK', '{ person { ');
    expect(report().operations).toMatchObject({ different: 1, uncompared: 1 });
  });

  test('begins its count anew when another policy comes into force', async () => {
    await ask('CLERK', WHO);
    expect(report().differences).toHaveLength(2);
    const before = fixture.gateway.policies.current();
    const next = await policyOf(
      { roles: { CLERK: ['read', 'pii'], CHIEF: ['read'] }, revision: 'next' },
      3,
    );
    fixture.gateway.policies.swap(await fixture.gateway.loadBundle(next));
    await ask('CLERK', WHO);
    expect(report()).toMatchObject({
      revisionInForce: 'next',
      operations: { same: 1, different: 0 },
      differences: [],
    });
    fixture.gateway.policies.swap(before);
  });
});

describe('is refused, and the gateway goes on', () => {
  test.each<readonly [string, () => Promise<Uint8Array>]>([
    ['one that nobody signed', () => policyOf({ revision: 'unsigned' })],
    ['one that is no bundle', async () => Buffer.from('no bundle')],
  ])('%s', async (_, candidate) => {
    const failures = await fixture.metric('payscope_shadow_failures_total', 'kind="unverified"');
    const before = report();
    expect(await offer(await candidate())).toEqual(before);
    expect(await fixture.metric('payscope_shadow_failures_total', 'kind="unverified"')).toBe(
      failures + 1,
    );
    expect((await ask('CLERK', WHO)).status).toBe(200);
  });

  test('one for another schema', async () => {
    const files = await entriesOf(await policyOf({ revision: 'elsewhere' }));
    const { schema, ...data } = JSON.parse(String(files.get('data.json')));
    const other = { ...schema, 'Person.shoeSize': { authenticated: true, policies: [['read']] } };
    const changed = await bundleWith({
      '.manifest': String(files.get('.manifest')),
      'data.json': JSON.stringify({ ...data, schema: other }),
    });
    expect(await offer(await fixture.sign(changed))).toMatchObject({
      state: 'refused',
      revision: 'elsewhere',
      message: expect.stringContaining('Person.shoeSize'),
    });
    expect((await ask('CLERK', WHO)).status).toBe(200);
  });

  test('one that does not decide', async () => {
    const wasm = answeringWasm({ behaviours: {} });
    const candidate = await fixture.sign(await bundleWith({ 'policy.wasm': wasm }));
    expect(await offer(candidate)).toMatchObject({ state: 'refused' });
    expect((await ask('CLERK', WHO)).status).toBe(200);
  });
});

describe('a candidate that fails once it runs touches no answer, and is counted', () => {
  const allow = { effect: 'allow', reason: 'ALLOWED', rule: 'x', obligation: null };
  const COORDINATES = [
    'Boolean',
    'ID',
    'Int',
    'Person',
    'Person.born',
    'Person.id',
    'Person.secret',
    'Query',
    'Query.people',
    'Query.people(first:)',
    'Query.person',
    'String',
  ];
  const tabled = Object.fromEntries(
    COORDINATES.map((each) => [
      each,
      { ...allow, depends_on: each === 'Query.people' ? 'condition' : null },
    ]),
  );
  const limits = Object.fromEntries(
    [
      ...['tokens', 'depth', 'aliases', 'root_fields', 'directives', 'fields'],
      ...['introspection_depth', 'cost', 'cost_budget', 'cost_restore_rate'],
    ].map((each) => [each, 1]),
  );
  const answers = (result: unknown): Behaviour => ({
    kind: 'answer',
    text: JSON.stringify([{ result }]),
  });
  /** Answers while it is loaded; later its conditional entrypoint does as it is told. */
  const candidateThat = async (later: Behaviour) => {
    const first = answers([allow]);
    return fixture.sign(
      await bundleWith({
        'policy.wasm': answeringWasm({
          behaviours: {
            'payscope/authz/decisions': answers(tabled),
            'payscope/limits/limits': answers(limits),
            'payscope/documents/documents': answers({ mode: 'any', rule: 'x' }),
            // Once for each role of the committed data.
            'payscope/authz/conditional': { kind: 'turn', times: 5, first, next: later },
          },
        }),
      }),
    );
  };

  test.each<readonly [string, Behaviour, string]>([
    ['traps', { kind: 'trap' }, 'trap'],
    ['throws', { kind: 'abort', message: 'no' }, 'thrown_string'],
    ['takes more memory than there is', { kind: 'grow', pages: 2_000, text: '[]' }, 'trap'],
    ['leaves out decisions', answers([allow]), 'misaligned'],
    ['answers something else', answers({}), 'not_a_list'],
    ['answers nothing', { kind: 'answer', text: '[]' }, 'empty_result'],
    ['gives decisions that are none', answers([{ effect: 'maybe' }, allow]), 'bad_decision'],
  ])('it %s', async (_, later, kind) => {
    expect(await offer(await candidateThat(later))).toMatchObject({ state: 'running' });
    const counted = await fixture.metric('payscope_shadow_failures_total', `kind="${kind}"`);
    const query = '{ a: people(first: 1) { id } b: people(first: 2) { id } }';
    const { status, body } = await ask('CLERK', query);
    expect([status, body]).toMatchObject([200, { data: { a: [{ id: '1' }], b: [{ id: '1' }] } }]);
    expect(body.errors).toBeUndefined();
    expect(report()).toMatchObject({
      operations: { same: 0, different: 0, uncompared: 1 },
      failures: { [kind]: 1 },
    });
    expect(await fixture.metric('payscope_shadow_failures_total', `kind="${kind}"`)).toBe(
      counted + 1,
    );
    expect(await fixture.metric('payscope_authorize_policy_failures_total', `kind="${kind}"`)).toBe(
      0,
    );
  });
});
