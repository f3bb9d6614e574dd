/** POST /graphql/preflight: what would become of an operation, executing nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GraphQLAnswer, type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ load: 'sample' });
});
afterAll(() => stack.stop());
beforeEach(() => {
  stack.seen.length = 0;
});

async function send(path: string, role: string, body: unknown, headers = {}) {
  const response = await fetch(new URL(path, stack.url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await stack.token(role, 'HB')}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(await response.text()),
  };
}

const preflight = (role: string, query: string, more: object = {}) =>
  send('/graphql/preflight', role, { query, ...more });

const MAIN = `query Main($first: Int = 2) {
  payments(first: $first) { edges { node { what: amount { minorUnits }
    account { holders { born: birthDate gender }
      describe(metric: PAYMENT_AMOUNT, grain: YEAR) { count }
      counterparties(first: 1) { bank } } } } }
  auditTrail(first: 1) { edges { cursor } } }`;

const MUTATION = `mutation {
  recordPayments(input: { payments: [] }, idempotencyKey: "preflight") { __typename } }`;

/** Paths that are not allowed, with the effect. */
const restricted = (body: { preflight: { decisions: readonly Foreseen[] } }) =>
  body.preflight.decisions
    .filter(({ effect }) => effect !== 'allow')
    .map(({ path, coordinate, effect }) => `${path.join('.')} ${coordinate} ${effect}`);

interface Foreseen {
  readonly path: readonly string[];
  readonly coordinate: string;
  readonly effect: string;
  readonly nullTakesDown: readonly (readonly string[])[];
}

test('fetches nothing; the one request it makes is its entry in the trail', async () => {
  const { status } = await preflight('ANALYST', MAIN);
  expect(status).toBe(200);
  expect(stack.seen.map(({ subgraph, path }) => `${subgraph} ${path}`)).toEqual(['audit /entries']);
});

test('runs no mutation', async () => {
  const { body } = await preflight('SYSTEM', MUTATION);
  expect(body.preflight).toMatchObject({ outcome: 'ALLOWED', subgraphs: ['facts'] });
  expect(stack.seen.map(({ path }) => path)).toEqual(['/entries']);
});

test('tells the decision of each response path, under the alias asked for', async () => {
  const { body } = await preflight('ANALYST', MAIN);
  const at = (path: string) =>
    body.preflight.decisions.find((each: Foreseen) => each.path.join('.') === path);
  const holders = 'payments.edges.node.account.holders';
  expect(at(`${holders}.born`)).toEqual({
    path: [...holders.split('.'), 'born'],
    coordinate: 'AccountHolder.birthDate',
    effect: 'mask',
    reasonCode: 'MASKED',
    obligation: { kind: 'year' },
    nullTakesDown: [],
  });
  expect(at(`${holders}.gender`)).toMatchObject({
    effect: 'deny',
    reasonCode: 'MISSING_PERMISSION',
  });
  expect(at('payments.edges.node.what')).toMatchObject({
    coordinate: 'Payment.amount',
    effect: 'allow',
    obligation: null,
  });
  expect(restricted(body)).toEqual([
    `${holders}.born AccountHolder.birthDate mask`,
    `${holders}.gender AccountHolder.gender deny`,
    'auditTrail Query.auditTrail deny',
    'auditTrail.edges AuditConnection.edges deny',
    'auditTrail.edges.cursor AuditEdge.cursor deny',
  ]);
});

test.each(['ANALYST', 'AUDITOR', 'ADMIN', 'BANK_ADMIN', 'SYSTEM'])(
  'for %s what it foresees is what comes',
  async (role) => {
    const foreseen = await preflight(role, MAIN);
    const answer: GraphQLAnswer = await stack.ask(await stack.token(role, 'HB'), MAIN);
    const came = (answer.body.errors ?? []).map(
      ({ path, extensions }) =>
        `${path?.filter((key) => typeof key === 'string').join('.')} ${extensions.coordinate} deny`,
    );
    const denied = restricted(foreseen.body).filter((each) => each.endsWith('deny'));
    for (const each of new Set(came)) expect(denied).toContain(each);
    const paths = came.map((each) => each.split(' ')[0] ?? '');
    for (const each of denied) {
      expect(paths.some((path) => `${each.split(' ')[0]}.`.startsWith(`${path}.`))).toBe(true);
    }
    const [requested] = [answer.body.extensions?.cost].map(
      (cost) => Object(cost).requestedQueryCost,
    );
    expect(foreseen.body.preflight.cost).toBe(requested);
  },
);

test('tells which parents a null would take down', async () => {
  const query =
    '{ payments { edges { node { id account { id } } pageInfo: cursor } } bank { id } }';
  const { body } = await preflight('ANALYST', query);
  const taken = Object.fromEntries(
    body.preflight.decisions.map(({ path, nullTakesDown }: Foreseen) => [
      path.join('.'),
      nullTakesDown.map((each) => each.join('.')),
    ]),
  );
  expect(taken['bank.id']).toEqual(['bank']);
  expect(taken.bank).toEqual([]);
  expect(taken['payments.edges.node.account.id']).toEqual(['payments.edges.node.account']);
});

describe('the plan', () => {
  test('names the subgraphs that would be asked, after authorization', async () => {
    const subgraphs = async (role: string) =>
      (await preflight(role, MAIN)).body.preflight.subgraphs;
    expect(await subgraphs('BANK_ADMIN')).toEqual(['audit', 'facts', 'graph', 'metrics']);
    expect(await subgraphs('ANALYST')).toEqual(['facts', 'graph', 'metrics']);
    expect(await subgraphs('AUDITOR')).toEqual(['audit', 'facts']);
    expect(await subgraphs('SYSTEM')).toEqual([]);
    expect((await preflight('SYSTEM', MAIN)).body.preflight.plan).toBeNull();
  });

  test('shows the text of fetches to those with policy:read only: it names what joins need', async () => {
    const query =
      '{ decision(id: "x") { id explanations { rule } } accounts { edges { node { describe(metric: PAYMENT_AMOUNT, grain: YEAR) { count } } } } }';
    const admin = JSON.stringify((await preflight('ADMIN', query)).body.preflight.plan);
    const analyst = JSON.stringify((await preflight('ANALYST', query)).body.preflight.plan);
    expect(admin).toMatch(/"operation":.*deniedCoordinates/);
    expect(analyst).toContain('"subgraph":"metrics"');
    expect(analyst).not.toMatch(/operation|__typename|_entities/);
  });
});

describe('a denied operation', () => {
  test('is foreseen like any other, whatever becomes of denied fields', async () => {
    for (const mode of ['partial', 'reject', 'filter']) {
      const { status, body } = await send(
        '/graphql/preflight',
        'SYSTEM',
        { query: MAIN },
        { 'payscope-denied': mode },
      );
      expect([status, body.preflight.outcome]).toEqual([200, 'REFUSED']);
      expect(restricted(body)).toContain('payments Query.payments deny');
    }
  });

  test('is in the trail as a preflight, and why it would be denied can be asked', async () => {
    const { headers } = await preflight('ANALYST', MAIN);
    const id = headers.get('payscope-decision-id');
    const admin = await stack.token('ADMIN', 'HB');
    const query = `{ decision(id: "${id}") { operationName outcome deniedCoordinates explanations { coordinate } } }`;
    const { body } = await stack.ask(admin, query);
    const denied = [
      'AccountHolder.gender',
      'AuditConnection.edges',
      'AuditEdge.cursor',
      'Query.auditTrail',
    ];
    expect(body.data.decision).toEqual({
      operationName: 'preflight:Main',
      outcome: 'PARTIAL',
      deniedCoordinates: denied,
      explanations: denied.map((coordinate) => ({ coordinate })),
    });
  });
});

const refusals: readonly (readonly [string, unknown])[] = [
  ['a syntax error', { query: '{ bank {' }],
  ['an unknown field', { query: '{ nothing }' }],
  ['a hidden field', { query: 'mutation { recordPayments }' }],
  [
    'a wrong variable',
    {
      query: 'query ($n: Int!) { payments(first: $n) { edges { cursor } } }',
      variables: { n: 'x' },
    },
  ],
  [
    'an unknown operation',
    { query: 'query A { bank { id } } query B { bank { id } }', operationName: 'C' },
  ],
  ['a text too long', { query: `{ bank { id } } #${'x'.repeat(100_000)}` }],
  ['a batch', [{ query: '{ bank { id } }' }]],
  ['no query', {}],
  ['no JSON', '{'],
];

test.each(refusals)(
  '%s is refused as at /graphql, and recorded as a preflight',
  async (_name, body) => {
    const [foreseen, answered] = [
      await send('/graphql/preflight', 'ANALYST', body),
      await send('/graphql', 'ANALYST', body),
    ];
    expect(foreseen.status).toBe(answered.status);
    const names = stack.seen.map(({ body: entry }) => JSON.parse(entry).operationName ?? '');
    expect(names.filter((each) => each.startsWith('preflight:'))).toHaveLength(names.length / 2);
    const codes = (errors: readonly { extensions: { code: string } }[]) =>
      errors.map(({ extensions }) => extensions.code);
    expect(codes(foreseen.body.errors)).toEqual(codes(answered.body.errors));
    expect(foreseen.body.preflight).toBeUndefined();
  },
);

test.each([
  ['without a token', { authorization: '' }, 401],
  ['as another bank', { 'x-bank-id': '00000000-0000-4000-8000-000000000000' }, 403],
  ['as text', { 'content-type': 'text/plain' }, 415],
])('%s it is refused before its body is read', async (_name, headers, status) => {
  expect((await send('/graphql/preflight', 'ANALYST', '{', headers)).status).toBe(status);
  expect(stack.seen).toEqual([]);
});

test.each(['GET', 'PUT', 'DELETE'])('%s is not served', async (method) => {
  const authorization = `Bearer ${await stack.token('ANALYST', 'HB')}`;
  const response = await fetch(new URL('/graphql/preflight', stack.url), {
    method,
    headers: { authorization },
  });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toContain('POST');
});
