/**
 * Pairs of questions that differ in one value: of another bank, or of nobody; hidden, or not there.
 * Whoever can tell their answers apart can find out what other banks have, or what policy hides.
 */
import type { Asked } from './asked.ts';
import { bankIdOf, codeOf, textOf, uuidOf } from './canaries.ts';
import type { People, Role } from './people.ts';
import type { World } from './world.ts';

/** Who asks, and whose values are tried. */
const ASKER = 2;
const OWNER = 5;

export interface Pair {
  readonly name: string;
  /** What another bank has. */
  readonly foreign: Asked;
  /** What looks the same and nobody has. */
  readonly absent: Asked;
  /** The two values, which the answers may quote. */
  readonly values: readonly [foreign: string, absent: string];
}

export interface Known {
  /** Of the other bank, made while the platform ran. */
  readonly decision: string;
  readonly elevation: string;
  readonly cursor: string;
}

type Body = (value: string) => object;

const ERASURE = '{ request { id reason } userErrors { code message field } }';

const RECORD = `mutation ($input: RecordPaymentsInput!, $key: String!) {
  recordPayments(input: $input, idempotencyKey: $key) { recordedCount replayed userErrors { code message field } } }`;

export function existencePairs(world: World, people: People, known: Known): readonly Pair[] {
  const rowOf = (table: string, row: number) =>
    uuidOf(OWNER, world.tableNumbers.get(table) ?? 0, row);
  const absentId = uuidOf(OWNER, 0xffe, 1);
  const absentMade = (id: string) => `${id.slice(0, -4)}ffff`;
  const accounts = world.tableNumbers.get('facts.accounts');
  const payments = world.tableNumbers.get('facts.payments');
  const number = textOf(OWNER, `NUMBER-${accounts}-1`);
  const elevate = (change: string): Body => {
    const query = `mutation ($input: ${inputOf(change)}!) { ${change}(input: $input) { elevation { id } userErrors { code message field } } }`;
    return (id) => ({ query, variables: { input: { id } } });
  };
  const pair = pairMaker(people);
  return [
    pair(
      'account(id:)',
      'BANK_ADMIN',
      [rowOf('facts.accounts', 1), absentId],
      byId(
        'account',
        'id number holders { id } auditTrail(first: 1) { sequence } counterparties(first: 1) { bank }',
      ),
    ),
    pair(
      'payment(id:)',
      'BANK_ADMIN',
      [rowOf('facts.payments', 1), absentId],
      byId('payment', 'id valueDate counterparty { bank }'),
    ),
    pair(
      'payments(filter: accountId)',
      'ANALYST',
      [rowOf('facts.accounts', 1), absentId],
      (id) => ({
        query:
          'query ($id: ID!) { payments(first: 2, filter: { accountId: $id }) { edges { cursor } pageInfo { hasNextPage } } }',
        variables: { id },
      }),
    ),
    pair(
      'decision(id:)',
      'ADMIN',
      [known.decision, absentMade(known.decision)],
      byId('decision', 'id role explanations { effect }'),
    ),
    pair(
      'auditTrail(filter: decisionId)',
      'AUDITOR',
      [known.decision, absentMade(known.decision)],
      (id) => ({
        query:
          'query ($id: ID!) { auditTrail(first: 1, filter: { decisionId: $id }) { edges { node { sequence } } } }',
        variables: { id },
      }),
    ),
    pair(
      'elevation(id:)',
      'BANK_ADMIN',
      [known.elevation, absentMade(known.elevation)],
      byId('elevation', 'id reason'),
    ),
    ...['approveElevation', 'revokeElevation'].map((change) =>
      pair(change, 'BANK_ADMIN', [known.elevation, absentMade(known.elevation)], elevate(change)),
    ),
    pair(
      'giveBackElevation',
      'ANALYST',
      [known.elevation, absentMade(known.elevation)],
      elevate('giveBackElevation'),
    ),
    pair('requestErasure', 'BANK_ADMIN', [rowOf('facts.account_holders', 1), absentId], (id) => ({
      query: `mutation ($input: RequestErasureInput!) { requestErasure(input: $input) ${ERASURE} }`,
      variables: { input: { subject: { kind: 'ACCOUNT_HOLDER', id }, reason: 'asked for' } },
    })),
    ...['approveErasure', 'rejectErasure'].map((change) =>
      pair(change, 'BANK_ADMIN', [rowOf('facts.erasure_requests', 3), absentId], (id) => ({
        query: `mutation ($input: ${inputOf(change)}!) { ${change}(input: $input) ${ERASURE} }`,
        variables: { input: { id } },
      })),
    ),
    pair('paths(from:)', 'ANALYST', [number, textOf(OWNER, `NUMBER-${accounts}-0`)], (value) => ({
      query:
        'query ($from: AccountRefInput!, $to: AccountRefInput!) { paths(from: $from, to: $to) { hops } }',
      variables: {
        from: { bank: codeOf(OWNER), number: value },
        to: { bank: codeOf(OWNER), number: `${number}0` },
      },
    })),
    pair(
      'a cursor',
      'ANALYST',
      [known.cursor, `${known.cursor.slice(0, -8)}AAAAAAAA`],
      (after) => ({
        query: 'query ($after: String) { accounts(first: 1, after: $after) { edges { cursor } } }',
        variables: { after },
      }),
    ),
    pair(
      'an account to record on',
      'SYSTEM',
      [number, textOf(OWNER, `NUMBER-${accounts}-0`)],
      (value) =>
        recording({ accountNumber: value, reference: textOf(ASKER, 'R-1') }, textOf(ASKER, 'K-1')),
    ),
    pair(
      'a reference',
      'SYSTEM',
      [textOf(OWNER, `REFERENCE-${payments}-1`), textOf(OWNER, `REFERENCE-${payments}-0`)],
      (reference) => recording({ reference }, textOf(ASKER, `K-${reference}`)),
    ),
    pair('an idempotency key', 'SYSTEM', [keyOf(world, 1), keyOf(world, 0)], (key) =>
      recording({ reference: `R-${key}` }, key),
    ),
    pair('a field that policy hides', 'ANALYST', ['recordPayments', 'recordPaymentz'], (field) => ({
      query: `mutation { ${field}(input: { payments: [] }, idempotencyKey: "k") { recordedCount } }`,
    })),
    pair(
      'X-Bank-Id',
      'ANALYST',
      [bankIdOf(OWNER), absentId],
      () => ({ query: '{ bank { code } }' }),
      true,
    ),
  ];

  function recording(payment: object, key: string): object {
    const good = {
      ...{ accountNumber: textOf(ASKER, `NUMBER-${accounts}-1`), minorUnits: 1, currency: 'CZK' },
      ...{ direction: 'DEBIT', channel: 'CASH_WITHDRAWAL', valueDate: '2026-11-25' },
    };
    return { query: RECORD, variables: { input: { payments: [{ ...good, ...payment }] }, key } };
  }
}

function inputOf(mutation: string): string {
  return `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
}

function keyOf(world: World, row: number): string {
  return textOf(OWNER, `KEY-${world.tableNumbers.get('facts.idempotency_keys')}-${row}`);
}

function byId(field: string, selection: string): Body {
  return (id) => ({
    query: `query ($id: ID!) { ${field}(id: $id) { ${selection} } }`,
    variables: { id },
  });
}

function pairMaker(people: People) {
  return (
    name: string,
    role: Role,
    values: readonly [string, string],
    body: Body,
    asHeader = false,
  ): Pair => {
    const { authorization } = people.as(ASKER, role);
    const askedWith = (value: string): Asked => ({
      ...{ kind: name, bank: ASKER, role, target: 'gateway', method: 'POST', path: '/graphql' },
      headers: { authorization, ...(asHeader ? { 'x-bank-id': value } : {}) },
      body: JSON.stringify(body(value)),
    });
    return { name, values, foreign: askedWith(values[0]), absent: askedWith(values[1]) };
  };
}

const MADE = /[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/g;

/** The caller's own, and filled up as time goes by. */
const BUDGET = /"currentlyAvailable":\d+,/g;

/** An answer without what is of this one request: ids and times, and the value that was tried. */
export function comparable(
  {
    status,
    headers,
    body,
  }: { readonly status: number; readonly headers: string; readonly body: string },
  value: string,
): string {
  const lines = headers
    .split('\n')
    .filter((line) => !/^(date|keep-alive|content-length):/.test(line));
  return `${status}\n${lines.sort().join('\n')}\n${body}`
    .replaceAll(value, '<value>')
    .replaceAll(MADE, '<id>')
    .replaceAll(BUDGET, '');
}
