/** The main job: one federated query over four subgraphs, as each role and bank gets it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GraphQLAnswer, type Stack, startStack } from '../support/stack.ts';

const QUERY = `query MainJob {
  payments(first: 5, filter: { channel: TRANSFER_OUT }) {
    edges { cursor node {
      id amount { minorUnits currency } direction valueDate counterpartyBank counterpartyAccount
      account {
        id number openedOn
        holders { id role birthDate gender district }
        describe(metric: PAYMENT_AMOUNT, grain: YEAR) { channel count sum { minorUnits currency } }
        counterparties(first: 3) { bank account volume { minorUnits } paymentCount firstSeen lastSeen }
      }
    } }
    pageInfo { hasNextPage endCursor }
  }
  auditTrail(first: 1) { edges { node { sequence hash } } }
}`;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ load: 'sample' });
});
afterAll(() => stack.stop());

const askAs = async (role: string, bank: string, query = QUERY) =>
  stack.ask(await stack.token(role, bank), query);

/** The coordinates that were denied, each once. */
const denied = (answer: GraphQLAnswer) => [
  ...new Set(
    (answer.body.errors ?? []).map((error) => {
      expect(error.extensions).toMatchObject({
        code: 'UNAUTHORIZED_FIELD_OR_TYPE',
        reasonCode: 'MISSING_PERMISSION',
        decisionId: answer.headers.get('payscope-decision-id'),
      });
      return error.extensions.coordinate;
    }),
  ),
];

const roles: readonly (readonly [string, readonly string[], RegExp | undefined])[] = [
  ['ANALYST', ['AccountHolder.gender', 'AccountHolder.district', 'Query.auditTrail'], /-01-01$/],
  [
    'AUDITOR',
    [
      'AccountHolder.gender',
      'AccountHolder.district',
      'Account.describe',
      'Account.counterparties',
    ],
    /-01-01$/,
  ],
  [
    'ADMIN',
    ['AccountHolder.gender', 'AccountHolder.district', 'Account.counterparties'],
    /-01-01$/,
  ],
  ['BANK_ADMIN', [], undefined],
];

test.each(roles)(
  '%s gets real rows of its bank, and exactly what its role says',
  async (role, withheld, birthDates) => {
    const answer = await askAs(role, 'HB');
    expect(answer.status).toBe(200);
    expect(new Set(denied(answer))).toEqual(new Set(withheld));
    const nodes = answer.body.data.payments.edges.map((edge: { node: unknown }) => edge.node);
    expect(nodes).toHaveLength(5);
    for (const node of nodes) {
      expect(node.amount).toEqual({ minorUnits: expect.any(Number), currency: 'CZK' });
      expect(node.counterpartyBank).toMatch(/^[A-Z]{2}$/);
      expect(node.account.holders.length).toBeGreaterThan(0);
      for (const holder of node.account.holders) {
        expect(holder.birthDate).toMatch(birthDates ?? /^\d{4}-\d{2}-\d{2}$/);
        if (withheld.includes('AccountHolder.gender')) expect(holder.gender).toBeNull();
        else expect(holder.gender).toMatch(/^(FE)?MALE$/);
      }
      if (withheld.includes('Account.describe')) expect(node.account.describe).toBeNull();
      else expect(node.account.describe[0].count).toBeGreaterThan(0);
      if (withheld.includes('Account.counterparties'))
        expect(node.account.counterparties).toBeNull();
      else expect(node.account.counterparties[0].volume.minorUnits).toBeGreaterThan(0);
    }
  },
);

test('not every birth date is a 1 January, so the mask shows', async () => {
  const answer = await askAs('BANK_ADMIN', 'HB');
  const dates = JSON.stringify(answer.body.data).match(/"birthDate":"[^"]+"/g) ?? [];
  expect(dates.some((date) => !date.includes('-01-01'))).toBe(true);
});

test('SYSTEM reads nothing back: HTTP 403, every root null with its reason', async () => {
  const answer = await askAs('SYSTEM', 'HB');
  expect(answer.status).toBe(403);
  expect(answer.body.data).toEqual({ payments: null, auditTrail: null });
  expect(denied(answer)).toEqual(['Query.payments', 'Query.auditTrail']);
});

test('what is denied is not fetched: no request for a denied branch, no denied field in a query', async () => {
  stack.seen.length = 0;
  await askAs('AUDITOR', 'HB');
  const graphql = stack.seen.filter((request) => request.path === '/graphql');
  expect(new Set(graphql.map((request) => request.subgraph))).toEqual(new Set(['facts', 'audit']));
  const sent = graphql.map((request) => JSON.parse(request.body).query).join('\n');
  expect(sent).not.toMatch(/gender|district|describe|counterparties/);
  stack.seen.length = 0;
  await askAs('SYSTEM', 'HB');
  expect(stack.seen.map(({ path, subgraph }) => `${subgraph} ${path}`)).toEqual(['audit /entries']);
});

test('each fetch carries a hop token of its own subgraph, never the client token', async () => {
  const token = await stack.token('ANALYST', 'HB');
  stack.seen.length = 0;
  await stack.ask(token, QUERY);
  expect(stack.seen.length).toBeGreaterThan(2);
  for (const { subgraph, authorization } of stack.seen) {
    expect(authorization).not.toContain(token);
    const claims = JSON.parse(
      Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims.aud).toBe(subgraph);
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(60);
  }
});

test('a bank sees its own legs only, by every root and entity', async () => {
  const own = await askAs('BANK_ADMIN', 'HB');
  const [first] = own.body.data.payments.edges;
  const paymentId = first.node.id;
  const accountId = first.node.account.id;
  const other = first.node.counterpartyBank;
  const probe = `{ payment(id: "${paymentId}") { id auditTrail { sequence } }
    account(id: "${accountId}") { id holders { birthDate } counterparties { bank } describe(metric: PAYMENT_AMOUNT) { count } }
    byFilter: payments(filter: { accountId: "${accountId}" }) { edges { node { id } } } }`;
  for (const bank of [other, 'CD', 'AB']) {
    const answer = await askAs('BANK_ADMIN', bank, probe);
    expect(answer.body.errors).toBeUndefined();
    expect(answer.body.data).toEqual({ payment: null, account: null, byFilter: { edges: [] } });
  }
  const mine = await askAs(
    'BANK_ADMIN',
    other,
    '{ bank { code } payments(first: 200) { edges { node { counterpartyBank account { bank { code } } } } } }',
  );
  const legs = mine.body.data.payments.edges;
  expect(legs.length).toBeGreaterThan(0);
  for (const { node } of legs) {
    expect(node).toEqual({ counterpartyBank: 'HB', account: { bank: { code: other } } });
  }
});

test('interleaved requests of all roles for one document never share a plan or a decision', async () => {
  const alone = new Map<string, string>();
  const names = ['ANALYST', 'AUDITOR', 'ADMIN', 'BANK_ADMIN', 'SYSTEM'];
  const shape = (answer: GraphQLAnswer) =>
    JSON.stringify([answer.status, answer.body.data, denied(answer)]);
  const query = QUERY.replace('sequence hash', '__typename');
  for (const role of names) alone.set(role, shape(await askAs(role, 'HB', query)));
  const rounds = Array.from({ length: 60 }, (_, index) => names[(index * 7) % names.length] ?? '');
  const answers = await Promise.all(rounds.map((role) => askAs(role, 'HB', query)));
  answers.forEach((answer, index) => {
    expect(shape(answer)).toBe(alone.get(rounds[index] ?? ''));
  });
});

test('every operation leaves one entry in the bank trail, and the chain verifies', async () => {
  const count = async () =>
    (await askAs('AUDITOR', 'EF', '{ verifyAudit { intact entriesChecked } }')).body.data
      .verifyAudit;
  const before = await count();
  await askAs('ANALYST', 'EF', 'query Mine { bank { code } }');
  await askAs('ANALYST', 'EF', 'query Bad { nosuch }');
  await askAs('ANALYST', 'EF', 'query Broken {');
  await askAs('SYSTEM', 'EF', 'query Denied { bank { code } }');
  const after = await count();
  expect(after).toEqual({ intact: true, entriesChecked: before.entriesChecked + 5 });
  const trail = await askAs(
    'AUDITOR',
    'EF',
    '{ auditTrail(first: 5) { edges { node { role operationName outcome deniedCoordinates policyRevision operationHash } } } }',
  );
  const entries = trail.body.data.auditTrail.edges.map(
    (edge: { node: { outcome: string; operationName: string } }) => [
      edge.node.operationName,
      edge.node.outcome,
    ],
  );
  expect(entries).toEqual([
    [null, 'ALLOWED'],
    ['Denied', 'REFUSED'],
    [null, 'REFUSED'],
    [null, 'REFUSED'],
    ['Mine', 'ALLOWED'],
  ]);
});

test('no receipt, no answer: with the audit trail out of reach nothing is shown', async () => {
  const token = await stack.token('ANALYST', 'HB');
  stack.spies.audit.cut(true);
  const answer = await stack.ask(token, '{ bank { code } }');
  stack.spies.audit.cut(false);
  expect(answer.status).toBe(503);
  expect(answer.body.data).toBeUndefined();
  expect(answer.body.errors?.[0]?.extensions.code).toBe('AUDIT_UNAVAILABLE');
});

test('a subgraph that is down costs its own fields only, each named by path', async () => {
  const token = await stack.token('ANALYST', 'HB');
  stack.spies.graph.cut(true);
  const answer = await stack.ask(
    token,
    '{ accounts(first: 2) { edges { node { number counterparties { bank } } } } }',
  );
  stack.spies.graph.cut(false);
  expect(answer.status).toBe(200);
  expect(answer.body.data.accounts.edges).toEqual([
    { node: { number: expect.any(String), counterparties: null } },
    { node: { number: expect.any(String), counterparties: null } },
  ]);
  expect(
    answer.body.errors?.map((error) => [error.path?.join('.'), error.extensions.code]),
  ).toEqual([
    ['accounts.edges.0.node.counterparties', 'SUBGRAPH_UNAVAILABLE'],
    ['accounts.edges.1.node.counterparties', 'SUBGRAPH_UNAVAILABLE'],
  ]);
  expect(JSON.stringify(answer.body)).not.toMatch(/graph"|ECONN|socket|127\.0\.0\.1/i);
});

test('recordPayments is there for SYSTEM and for nobody else', async () => {
  const mutation = `mutation Record($input: RecordPaymentsInput!) {
    recordPayments(input: $input, idempotencyKey: "e2e-1") { recordedCount replayed userErrors { code field } } }`;
  const account = await askAs(
    'BANK_ADMIN',
    'GH',
    '{ accounts(first: 1) { edges { node { number } } } }',
  );
  const accountNumber = account.body.data.accounts.edges[0].node.number;
  const payment = {
    reference: 'E2E-1',
    accountNumber,
    minorUnits: 12345,
    currency: 'CZK',
    direction: 'CREDIT',
    channel: 'CASH_DEPOSIT',
    valueDate: '1999-01-04',
  };
  const variables = { input: { payments: [payment] } };
  const refused = await stack.ask(await stack.token('BANK_ADMIN', 'GH'), mutation, variables);
  expect(refused.status).toBe(400);
  expect(refused.body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  const system = await stack.token('SYSTEM', 'GH');
  const first = await stack.ask(system, mutation, variables);
  expect(first.body).toMatchObject({
    data: { recordPayments: { recordedCount: 1, replayed: false } },
  });
  const again = await stack.ask(system, mutation, variables);
  expect(again.body).toMatchObject({
    data: { recordPayments: { recordedCount: 1, replayed: true } },
  });
  const read = await askAs(
    'ANALYST',
    'GH',
    '{ payments(first: 1) { edges { node { amount { minorUnits } valueDate } } } }',
  );
  expect(read.body.data.payments.edges[0].node).toEqual({
    amount: { minorUnits: 12345 },
    valueDate: '1999-01-04',
  });
});

test('what the schema calls semantically non-null is never null without an error', async () => {
  const query = `{ bank { code accountCount auditEntryCount }
    accounts(first: 30) { edges { cursor node { number bank { code } holders { role birthDate gender district }
      standingOrders { amount { minorUnits } counterpartyBank counterpartyAccount }
      loans { amount { minorUnits } grantedOn durationMonths monthlyPayment { minorUnits } status }
      payments(first: 2) { edges { cursor node { amount { minorUnits } direction channel valueDate account { id } } } pageInfo { hasNextPage hasPreviousPage } }
      counterparties(first: 2) { bank account volume { minorUnits } paymentCount firstSeen lastSeen }
      auditTrail(first: 1) { sequence } } } pageInfo { hasNextPage hasPreviousPage } }
    describe(metric: PAYMENT_AMOUNT, grain: YEAR) { periodStart count sum { minorUnits } mean { minorUnits }
      p50 { minorUnits } p95 { minorUnits } p99 { minorUnits } min { minorUnits } max { minorUnits } stddev { minorUnits } }
    verifyAudit { intact entriesChecked }
    auditTrail(first: 1) { edges { cursor node { sequence recordedAt decisionId subject role operationHash policyRevision outcome deniedCoordinates hash previousHash } } pageInfo { hasNextPage hasPreviousPage } } }`;
  const answer = await askAs('BANK_ADMIN', 'HB', query);
  expect(answer.body.errors).toBeUndefined();
  expect(JSON.stringify(answer.body.data)).not.toContain('null');
});
