/** The decision log of a real gateway: what is in it, what is not, and that it replays. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantiateWasm } from '../gateway/policy/wasm.ts';
import { readDecisionLog } from '../workbench/decision-log.ts';
import { replay } from '../workbench/replay/replay.ts';
import { bundleOf, bundleWith, entriesOf } from './support/bundles.ts';
import { type Fixture, startFixture } from './support/fixture-gateway.ts';

const READ = '@policy(policies: [["read"]])';
const PII = '@policy(policies: [["pii"]])';
const HIDDEN = '@policy(policies: [["secret"]])';

const people = {
  name: 'people',
  typeDefs: `extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9",
        import: ["@key", "@policy", "@composeDirective"])
      @link(url: "https://payscope.example/reveals/v1.0", import: ["@reveals"])
      @composeDirective(name: "@reveals")
    directive @reveals(coordinates: [String!]!) repeatable
      on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
    type Person @key(fields: "id") { id: ID! ${READ} born: String ${PII} code: String ${HIDDEN} }
    type Query {
      person: Person ${READ}
      people(first: Int = 5, name: String @reveals(coordinates: []), like: Like @reveals(coordinates: [])): [Person!] ${READ}
    }
    input Like { text: String @reveals(coordinates: []) born: String @reveals(coordinates: ["Person.born"]) }`,
  resolvers: {
    Query: {
      person: () => ({ id: '1', born: '1971-05-23' }),
      people: () => [{ id: '1', born: '1971-05-23' }],
    },
  },
};

const POLICY = {
  revision: 'logged',
  roles: { CLERK: ['read'], CHIEF: ['read', 'pii'] },
  hidden: ['secret'],
  masks: { 'Person.born': { permission: 'pii', obligation: { kind: 'year' } } },
};

/** The role data above, with conditions of its own. */
async function policyWith(conditions: object): Promise<Buffer> {
  const files = await entriesOf(await bundleOf(POLICY));
  const data: Record<string, unknown> = JSON.parse(String(files.get('data.json')));
  return bundleWith({
    '.manifest': String(files.get('.manifest')),
    'data.json': JSON.stringify({ ...data, conditions }),
  });
}

const CONDITIONS = {
  elevation: [],
  rules: { 'Query.people': [{ kind: 'at_most', argument: 'first', limit: 10 }] },
};

let dir: string;
let file: string;
let fixture: Fixture;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-log-'));
  file = join(dir, 'log', 'decisions.jsonl');
  fixture = await startFixture({
    subgraphs: [people],
    policy: await policyWith(CONDITIONS),
    env: { DECISION_LOG: `file:${file}` },
  });
});
afterAll(async () => {
  await fixture.stop();
  await rm(dir, { recursive: true, force: true });
});

/** 25 fields at the root, where 20 may be. */
const TOO_LARGE = `{ ${Array.from({ length: 25 }, (_, index) => `a${index}: person { id }`).join(' ')} }`;

type Event = ReturnType<typeof JSON.parse>;

async function logged(decisionId: unknown): Promise<readonly Event[]> {
  await fixture.gateway.decisionsFlushed();
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines
    .map((line): Event => JSON.parse(line))
    .filter(({ decision_id }) => decision_id === decisionId);
}

async function asked(role: string, query: string, more = {}): Promise<readonly Event[]> {
  const { headers } = await fixture.ask(role, query, more);
  return logged(headers.get('payscope-decision-id'));
}

describe('of every operation there is an event', () => {
  test('in the shape of OPA, with the decision of each of its coordinates', async () => {
    const [event, ...more] = await asked('CLERK', 'query Who { person { id born } }');
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      path: 'payscope/authz/decisions',
      bundles: { payscope: { revision: 'logged' } },
      labels: { client: 'unknown', operation_name: 'Who', outcome: 'ALLOWED' },
      input: {
        subject: { role: 'CLERK' },
        coordinates: ['Person', 'Person.born', 'Person.id', 'Query', 'Query.person'],
      },
      result: {
        'Person.id': {
          effect: 'allow',
          reason: 'ALLOWED',
          rule: 'payscope.authz.requirement_met',
          obligation: null,
          depends_on: null,
        },
        'Person.born': { effect: 'mask', reason: 'MASKED', obligation: { kind: 'year' } },
      },
    });
    expect(event.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(event.labels.operation_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('and one of what depended on the operation, with what it depended on', async () => {
    const query = 'query ($n: Int!) { people(first: $n) { id } }';
    const [, event] = await asked('CLERK', query, { variables: { n: 11 } });
    expect(event).toMatchObject({
      path: 'payscope/authz/conditional',
      labels: { outcome: 'REFUSED' },
      input: {
        subject: { role: 'CLERK' },
        grants: [],
        uses: [{ coordinate: 'Query.people', arguments: { first: 11 } }],
      },
      result: [{ effect: 'deny', reason: 'CONDITION_NOT_MET', obligation: null }],
    });
    expect(event.input.now).toBe(event.timestamp);
    expect(event.metrics.timer_rego_query_eval_ns).toBeGreaterThan(0);
  });

  test('with the coordinates of the inputs it used', async () => {
    const variables = { like: { born: '1971' } };
    const query = 'query ($like: Like) { people(like: $like) { id } }';
    const [event] = await asked('CLERK', query, { variables });
    expect(event.result).toMatchObject({
      'Query.people(like:)': { effect: 'allow' },
      'Like.born': { effect: 'deny' },
    });
    expect(event.result).not.toHaveProperty(['Like.text']);
  });

  test.each([
    ['it asks for what it may not see', '{ person { code } }', 'parsed', ['hide', 'Person.code']],
    ['there is no such field', '{ person { nothing } }', 'parsed', ['allow', 'Query.person']],
    [
      'it may have all or nothing',
      '{ people(first: 11) { id } }',
      'authorized',
      ['allow', 'Query.people'],
    ],
    ['it is no operation', 'fragment F on Person { id }', 'admitted', undefined],
    ['it does not parse', '{ person { ', 'admitted', undefined],
    ['it is too large to be looked at', TOO_LARGE, 'admitted', undefined],
  ])('though it was refused: %s', async (_, query, stage, decision) => {
    const headers = { 'payscope-denied': 'reject' };
    const [event, conditional] = await asked('CLERK', query, { headers });
    expect(event.labels).toMatchObject({ outcome: 'REFUSED', stage });
    if (decision) expect(event.result[decision[1] ?? ''].effect).toBe(decision[0]);
    else expect(event.result).toEqual({});
    expect(conditional?.result[0].effect).toBe(stage === 'authorized' ? 'deny' : undefined);
  });

  test('though nothing ran: a preflight', async () => {
    const response = await fetch(new URL('/graphql/preflight', fixture.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await fixture.token('CLERK')}`,
      },
      body: JSON.stringify({ query: 'query Before { people(first: 1) { id } }' }),
    });
    const events = await logged(response.headers.get('payscope-decision-id'));
    expect(events.map(({ labels }) => labels.operation_name)).toEqual([
      'preflight:Before',
      'preflight:Before',
    ]);
    expect(events[1].result).toMatchObject([{ effect: 'allow' }]);
  });
});

describe("what is nobody's business is not in it", () => {
  test('values of arguments that no condition reads, and the place they had is named', async () => {
    const query = 'query ($n: String) { people(first: 3, name: $n, like: {text: "Marta"}) { id } }';
    const events = await asked('CLERK', query, { variables: { n: 'Alois Novak' } });
    expect(events[1]).toMatchObject({
      input: { uses: [{ arguments: { first: 3 } }] },
      erased: ['/input/uses/0/arguments/like', '/input/uses/0/arguments/name'],
    });
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('Novak');
    expect(text).not.toContain('Marta');
  });

  test('who asked: a subject has the same pseudonym, and two have two', async () => {
    const query = '{ person { id } }';
    const [clerk] = await asked('CLERK', query);
    const [again] = await asked('CLERK', query);
    const [chief] = await asked('CHIEF', query);
    const [other] = await asked('CLERK', query, { bank: 'AB' });
    expect(again.labels.subject).toBe(clerk.labels.subject);
    expect(new Set([clerk, chief, other].map(({ labels }) => labels.subject)).size).toBe(3);
    expect(await readFile(file, 'utf8')).not.toContain('test:CLERK');
  });

  test('and only its owner may read it', async () => {
    await asked('CLERK', '{ person { id } }');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

test('every event of it replays to the same decision, masked as it is', async () => {
  await fixture.ask('CHIEF', '{ people(first: 4, name: "Novak") { id born } }');
  await fixture.gateway.decisionsFlushed();
  const { source } = fixture.gateway.policies.current();
  if (!source) throw new Error('the policy has no source');
  const data = { ...source.bundle.data, schema: source.requirements };
  const ask = await instantiateWasm(source.bundle, data);
  const versionOf = async (revision: string) => ({ revision, ask });
  const report = await replay({ lines: readDecisionLog([file]), versionOf });
  expect(report).toMatchObject({ differing: 0, differences: [], dropped: 0 });
  expect(report.replayed).toBe(report.records);
  expect(report.records).toBeGreaterThan(1);
  expect(await fixture.metric('payscope_decision_log_events_total')).toBe(report.records);

  const opened = { ...data, roles: { CLERK: { permissions: ['read', 'pii'] } } };
  const other = await instantiateWasm(source.bundle, opened);
  const differing = await replay({
    lines: readDecisionLog([file]),
    versionOf: async () => ({ revision: 'opened', ask: other }),
  });
  expect(differing.differences).toContainEqual(
    expect.objectContaining({
      at: 'Person.born',
      role: 'CLERK',
      logged_revision: 'logged',
      replayed_on: 'opened',
      expected: expect.objectContaining({ effect: 'mask' }),
      actual: expect.objectContaining({ effect: 'allow' }),
    }),
  );
});
