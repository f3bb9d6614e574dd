/** decision(id): why an operation was denied, and what would change it, tried out on the policy. */

import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPolicy } from '../../gateway/policy/index.ts';
import { newDecisionId } from '../../lib/ids.ts';
import { readPolicyFixture } from '../support/policy.ts';
import { type GraphQLAnswer, type Stack, startStack } from '../support/stack.ts';

const WHY = `query Why($id: ID!) { decision(id: $id) {
  id role operationName outcome policyRevision deniedCoordinates recordedAt
  explanations { coordinate effect reasonCode rule file line requires revision isOfDecision
    attributes { name value description } changes { role add effect } } } }`;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ load: 'sample' });
});
afterAll(() => stack.stop());

const idOf = (answer: GraphQLAnswer) => String(answer.headers.get('payscope-decision-id'));

const denied = async (role: string, bank: string, query: string) =>
  idOf(await stack.ask(await stack.token(role, bank), query));

const why = async (id: string, role = 'ADMIN', bank = 'HB') =>
  stack.ask(await stack.token(role, bank), WHY, { id });

describe('why an operation was denied', () => {
  let id = '';
  beforeAll(async () => {
    id = await denied(
      'AUDITOR',
      'HB',
      'query Nosy { accounts(first: 1) { edges { node { holders { gender } counterparties { bank } } } } }',
    );
  });

  test('is told to those with policy:read: rule, file and line, attributes, revision', async () => {
    const { body } = await why(id);
    expect(body.errors).toBeUndefined();
    const { decision } = body.data;
    expect(decision).toMatchObject({
      id,
      role: 'AUDITOR',
      operationName: 'Nosy',
      outcome: 'PARTIAL',
      deniedCoordinates: ['Account.counterparties', 'AccountHolder.gender'],
    });
    const [counterparties, gender] = decision.explanations;
    expect(gender).toMatchObject({
      coordinate: 'AccountHolder.gender',
      effect: 'deny',
      reasonCode: 'MISSING_PERMISSION',
      rule: 'payscope.authz.denial_shown',
      file: 'policies/payscope/authz/decisions.rego',
      requires: [['facts:read', 'pii:read']],
      revision: decision.policyRevision,
      isOfDecision: true,
      attributes: [{ name: 'role', value: 'AUDITOR', description: expect.any(String) }],
      changes: [{ role: 'AUDITOR', add: ['pii:read'], effect: 'allow' }],
    });
    expect(counterparties).toMatchObject({
      coordinate: 'Account.counterparties',
      changes: [{ role: 'AUDITOR', add: ['graph:read'], effect: 'allow' }],
    });
    const line = readFileSync(gender.file, 'utf8').split('\n')[gender.line - 1];
    expect(line).toContain(gender.rule);
  });

  test.each(['ANALYST', 'AUDITOR', 'BANK_ADMIN', 'SYSTEM'])('is not told to %s', async (role) => {
    const query = `{ decision(id: "${id}") { id explanations { rule } } }`;
    const { body } = await stack.ask(await stack.token(role, 'HB'), query);
    expect(body.data).toEqual({ decision: null });
    expect(body.errors?.map(({ extensions }) => extensions.coordinate)).toEqual(['Query.decision']);
  });

  test('is asked of no subgraph but the trail, which is asked for what it keeps', async () => {
    stack.seen.length = 0;
    await why(id);
    expect(stack.seen.map(({ subgraph, path }) => `${subgraph} ${path}`)).toEqual([
      'audit /graphql',
      'audit /entries',
    ]);
    expect(stack.seen[0]?.body).not.toMatch(/explanations/);
  });
});

test('the id of another bank, an unknown one and one that is none are alike', async () => {
  const foreign = await denied('AUDITOR', 'AB', '{ accounts { edges { node { number } } } }');
  expect((await why(foreign, 'ADMIN', 'AB')).body.data.decision).toMatchObject({ id: foreign });
  const answers = await Promise.all([foreign, newDecisionId(), 'x', '', "'"].map((id) => why(id)));
  for (const { status, body } of answers) {
    expect(status).toBe(200);
    expect(body.data).toEqual({ decision: null });
    expect(body.errors).toBeUndefined();
  }
});

test('the smallest change takes as many permissions as it needs, and really changes the decision', async () => {
  const id = await denied(
    'SYSTEM',
    'HB',
    '{ auditTrail { edges { cursor } } accounts(first: 1) { edges { node { id } } } }',
  );
  const { decision } = (await why(id)).body.data;
  const changes = decision.explanations.map(
    (each: { coordinate: string; changes: readonly { add: readonly string[] }[] }) => [
      each.coordinate,
      each.changes.map(({ add }) => add),
    ],
  );
  expect(changes).toEqual([
    ['Query.accounts', [['facts:read']]],
    ['Query.auditTrail', [['audit:read']]],
  ]);
});

/** Every denial there is, with the changes the gateway names for it applied to the bundle's data. */
test.each([
  [
    'SYSTEM',
    '{ accounts(first: 1) { edges { node { holders { gender } counterparties { bank } } } } }',
  ],
  [
    'ANALYST',
    '{ auditTrail { edges { cursor } } accounts { edges { node { holders { district } } } } }',
  ],
])('what %s is told to be missing, applied, is what was missing', async (role, query) => {
  const { decision } = (await why(await denied(role, 'HB', query))).body.data;
  expect(decision.explanations.length).toBeGreaterThan(0);
  for (const { coordinate, changes } of decision.explanations) {
    expect(changes.length).toBeGreaterThan(0);
    for (const { add, effect } of changes) {
      expect((await decideWith(role, add, coordinate)).effect).toBe(effect);
      for (const missing of add) {
        const fewer = add.filter((permission: string) => permission !== missing);
        expect((await decideWith(role, fewer, coordinate)).effect).toBe('deny');
      }
    }
  }
});

async function decideWith(role: string, add: readonly string[], coordinate: string) {
  const fixture = readPolicyFixture();
  const bundle = await withRoleData(fixture.bundle, role, add);
  const policy = await loadPolicy({
    ...fixture,
    bundle,
    onFailure: (kind) => {
      throw new Error(kind);
    },
  });
  return policy.tableFor({ role }).decide(coordinate);
}

/** The bundle with a role's permissions edited, as a security team would. */
async function withRoleData(bundle: Uint8Array, role: string, add: readonly string[]) {
  const unpacking = extract();
  unpacking.end(gunzipSync(bundle));
  const packing = pack();
  for await (const entry of unpacking) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) if (chunk instanceof Buffer) chunks.push(chunk);
    let content = Buffer.concat(chunks);
    if (entry.header.name.endsWith('data.json')) {
      const data = JSON.parse(content.toString('utf8'));
      data.roles[role].permissions.push(...add);
      content = Buffer.from(JSON.stringify(data));
    }
    packing.entry({ name: entry.header.name }, content);
  }
  packing.finalize();
  const parts: Buffer[] = [];
  for await (const part of packing) if (part instanceof Buffer) parts.push(part);
  return gzipSync(Buffer.concat(parts));
}

describe("the client's error", () => {
  const byId = 'query ($id: ID!) { payment(id: $id) { id account { holders { gender } } } }';
  const withoutIds = (answer: GraphQLAnswer) =>
    JSON.stringify([answer.status, answer.body]).replaceAll(idOf(answer), 'DECISION');

  test('carries reason code, decision id and a hint, and nothing of the policy', async () => {
    const answer = await stack.ask(await stack.token('SYSTEM', 'HB'), '{ bank { id } }');
    const [error] = answer.body.errors ?? [];
    expect(error?.extensions).toEqual({
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
      coordinate: 'Query.bank',
      reasonCode: 'MISSING_PERMISSION',
      hint: expect.any(String),
      decisionId: idOf(answer),
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/rego|payscope\.authz|facts:read/);
  });

  test.each(['SYSTEM', 'ANALYST', 'BANK_ADMIN'])(
    "for %s is the same for its own, another bank's and no payment at all, where it may see none",
    async (role) => {
      const paymentOf = async (bank: string): Promise<string> => {
        const token = await stack.token('BANK_ADMIN', bank);
        const { body } = await stack.ask(token, '{ payments(first: 1) { edges { node { id } } } }');
        return body.data.payments.edges[0].node.id;
      };
      const token = await stack.token(role, 'HB');
      const ask = (id: string) => stack.ask(token, byId, { id }).then(withoutIds);
      const [foreign, absent] = [await ask(await paymentOf('AB')), await ask(newDecisionId())];
      expect(foreign).toBe(absent);
      if (role === 'SYSTEM') expect(await ask(await paymentOf('HB'))).toBe(absent);
    },
  );
});
