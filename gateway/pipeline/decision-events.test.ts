/** What was decided under an elevation is logged with it, and replays. */
import { Readable } from 'node:stream';
import { parse as parseDocument } from 'graphql';
import { expect, test } from 'vitest';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { loadCommittedPolicy, readPolicyFixture } from '../../test/support/policy.ts';
import { readDecisionLog } from '../../workbench/decision-log.ts';
import { replay } from '../../workbench/replay/replay.ts';
import { decideUses } from '../policy/index.ts';
import { instantiateWasm } from '../policy/wasm.ts';
import { createDecideNodes } from './decide-nodes.ts';
import { eventsOf } from './decision-events.ts';
import { createElevatableIn } from './elevatable.ts';
import { createOperationCoordinates } from './operation-coordinates.ts';
import { parse } from './parse.ts';
import type { Admission, DecidedOperation, ElevatedOperation } from './types.ts';

const fixture = readPolicyFixture();
const { schema } = fixture;
const policy = await loadCommittedPolicy(fixture);

const admission: Admission = {
  principal: { subject: 's', role: 'ANALYST', bankId: bankIdOf('HB'), client: 'dashboard' },
  decisionId: newDecisionId(),
  deniedMode: 'partial',
  deadline: 0,
  signal: new AbortController().signal,
  leave: () => undefined,
};

const source = '{ accounts { edges { node { holders { gender birthDate } } } } }';
const now = new Date('2026-06-01T12:00:00.000Z');
const grants = [
  { id: newDecisionId(), permission: 'pii:read', until: new Date('2026-06-01T12:30:00.000Z') },
];

function decidedUnder(held: typeof grants): DecidedOperation {
  const request = { document: parseDocument(source), source, operationName: undefined };
  const parsed = parse(admission, { ...request, variables: {} });
  const table = policy.tableFor({ role: 'ANALYST' });
  const plain = { parsed, policy, table, schema, variables: {} };
  const elevatable = createElevatableIn(schema)(plain);
  const valid: ElevatedOperation = { ...plain, now, grants: held, elevatable };
  const { asked, byNode, table: elevated } = createDecideNodes(schema)(valid);
  const authorized = { document: undefined, operation: undefined, text: '', byNode };
  return {
    ...{ admission, policy, operationName: null, operationHash: parsed.operationHash },
    outcome: 'ALLOWED',
    reached: {
      stage: 'authorized',
      authorization: {
        valid: { ...valid, table: elevated },
        authorized: { ...authorized, isRestricted: false, introspects: false, isReworded: false },
        ofRole: table,
        asked,
      },
    },
  };
}

const logged = (held: typeof grants) =>
  eventsOf(
    { coordinates: createOperationCoordinates(schema), pseudonymOf: () => 'p' },
    decidedUnder(held),
    now,
  );

test('the role alone is one event, what the elevation opened is another', () => {
  const [tabled, conditional, ...more] = logged(grants);
  expect(more).toEqual([]);
  expect(tabled?.result).toMatchObject({
    'AccountHolder.gender': { effect: 'deny', depends_on: 'elevation' },
    'AccountHolder.birthDate': { effect: 'mask', depends_on: 'elevation' },
  });
  expect(conditional).toMatchObject({
    path: 'payscope/authz/conditional',
    input: {
      now: '2026-06-01T12:00:00.000Z',
      grants: [{ permission: 'pii:read', until: '2026-06-01T12:30:00.000Z' }],
    },
  });
  expect(JSON.stringify(conditional?.result)).not.toContain('"deny"');
});

test('without one there is nothing but the role', () => {
  expect(logged([]).map(({ path }) => path)).toEqual(['payscope/authz/decisions']);
});

test('both replay to the same', async () => {
  const lines = [...logged(grants), ...logged([])].map((event) => JSON.stringify(event));
  if (!policy.source) throw new Error('the committed policy has a source');
  const { bundle, requirements } = policy.source;
  const ask = await instantiateWasm(bundle, { ...bundle.data, schema: requirements });
  const report = await replay({
    lines: readDecisionLog(['-'], Readable.from([lines.join('\n')])),
    versionOf: async (revision) => ({ revision, ask }),
  });
  expect(report).toMatchObject({ records: 3, replayed: 3, differing: 0 });
});

test('an argument the policy could not be told hides no decision from the log', () => {
  const decided = decidedUnder(grants);
  if (decided.reached.stage !== 'authorized') throw new Error('it was authorized');
  const { authorization } = decided.reached;
  const { asked } = authorization;
  if (!asked) throw new Error('the policy was asked');
  const uses = [{ coordinate: 'Query.payments', arguments: { after: '\ud800' } }];
  const question = { ...asked.question, uses };
  const decisions = decideUses(
    question,
    () => expect.unreachable('asked'),
    () => undefined,
  );
  const unsaid = { ...authorization, asked: { ...asked, question, decisions } };
  const [tabled, conditional] = eventsOf(
    { coordinates: createOperationCoordinates(schema), pseudonymOf: () => 'p' },
    { ...decided, reached: { stage: 'authorized', authorization: unsaid } },
    now,
  );
  expect(tabled?.result).toHaveProperty(['AccountHolder.gender']);
  expect(conditional).toMatchObject({ input: { uses: [] }, error: { code: 'policy_failed' } });
});

test.each([
  ['Payments', 'Payments'],
  ['preflight:Payments', 'preflight:Payments'],
  ['Jan Novák, account 1787', ''],
  ['N'.repeat(257), ''],
])('of the operation name %j the log has %j', (operationName, label) => {
  const [tabled] = eventsOf(
    { coordinates: createOperationCoordinates(schema), pseudonymOf: () => 'p' },
    { ...decidedUnder([]), operationName },
    now,
  );
  expect(tabled?.labels.operation_name).toBe(label);
});
