/** A policy that fails while requests are answered: everything is denied, counted, and recovers. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { UNPRICED } from '../../gateway/policy/limits.ts';
import { createPolicy } from '../../gateway/policy/load-policy.ts';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const store = {
  name: 'store',
  typeDefs: `${LINK} type Query {
    a: String @policy(policies: [["open"]]) n: Int @policy(policies: [["open"]])
    list: [String] @policy(policies: [["open"]]) }`,
  resolvers: { Query: { a: () => 'private', n: () => 1_234, list: () => ['private', null] } },
};

const COORDINATES = ['Int', 'Query', 'Query.a', 'Query.list', 'Query.n', 'String'];
const ALLOW = { effect: 'allow', reason: 'ALLOWED', rule: 'r', obligation: null };
const mask = (obligation: object) => ({ ...ALLOW, effect: 'mask', reason: 'MASKED', obligation });
const allowed = (change: Readonly<Record<string, unknown>> = {}) => [
  { result: { ...Object.fromEntries(COORDINATES.map((each) => [each, ALLOW])), ...change } },
];

let fixture: Fixture;
let fallBack: () => void;
beforeAll(async () => {
  fixture = await startFixture({ subgraphs: [store], policy: { roles: { CLERK: ['open'] } } });
  const first = fixture.gateway.policies.current();
  fallBack = () => fixture.gateway.policies.swap(first);
});
beforeEach(() => fallBack());
afterAll(() => fixture.stop());

let made = 0;

const ANY_DOCUMENT = { mode: 'any', rule: 'r' };

/** Puts a policy in force that answers like this; what it fails at is counted by kind. */
function putInForce(
  evaluate: () => unknown,
  evaluateLimits: () => unknown = () => [{ result: UNPRICED }],
  evaluateDocuments: () => unknown = () => [{ result: ANY_DOCUMENT }],
): string[] {
  const failures: string[] = [];
  const { policies, metrics } = fixture.gateway;
  made += 1;
  policies.swap(
    createPolicy({
      revision: `broken-${made}`,
      schemaHash: policies.current().schemaHash,
      roles: new Set(['CLERK']),
      coordinates: COORDINATES,
      evaluate,
      evaluateLimits,
      evaluateDocuments,
      onFailure: (kind) => {
        failures.push(kind);
        metrics.policyFailures.inc({ kind });
      },
    }),
  );
  return failures;
}

const thrown = (value: unknown) => () => {
  throw value;
};

const FAILURES: readonly (readonly [string, () => unknown, string])[] = [
  ['a thrown string', thrown('var assignment conflict'), 'thrown_string'],
  ['a thrown object', thrown({ message: 'not implemented' }), 'trap'],
  ['a thrown undefined', thrown(undefined), 'trap'],
  ['a trap', thrown(new Error('unreachable')), 'trap'],
  ['memory used up', thrown(new RangeError('WebAssembly.Memory.grow()')), 'trap'],
  ['nothing', () => undefined, 'empty_result'],
  ['null', () => null, 'empty_result'],
  ['[]', () => [], 'empty_result'],
  ['[{}]', () => [{}], 'empty_result'],
  ['"true"', () => 'true', 'empty_result'],
  ['true', () => true, 'empty_result'],
  ['1', () => 1, 'empty_result'],
  ['two results', () => [...allowed(), ...allowed()], 'empty_result'],
  ['a result of true', () => [{ result: true }], 'not_an_object'],
  ['a result that is a list', () => [{ result: [] }], 'not_an_object'],
  ['a result that is inherited', () => [Object.create({ result: {} })], 'empty_result'],
];

const counted = (kind: string) =>
  fixture.metric('payscope_authorize_policy_failures_total', `kind="${kind}"`);

test.each(FAILURES)('%s: every field is denied, and nothing fetched', async (_, evaluate, kind) => {
  const before = await counted(kind);
  const failures = putInForce(evaluate);
  fixture.fetched.length = 0;
  const { status, body } = await fixture.ask('CLERK', '{ a n list __typename }');
  expect(JSON.stringify(body)).not.toMatch(/private|1234/);
  expect(new Set(body.errors?.map(({ extensions }) => extensions.reasonCode))).toEqual(
    new Set(['POLICY_FAILED']),
  );
  expect([200, 403]).toContain(status);
  expect(JSON.stringify(fixture.fetched)).not.toMatch(/\b(a|n|list)\b/);
  expect(failures[0]).toBe(kind);
  expect(await counted(kind)).toBeGreaterThan(before);
  expect((await fetch(new URL('/health/ready', fixture.url))).status).toBe(503);
  expect((await fetch(new URL('/health/live', fixture.url))).status).toBe(200);
  fallBack();
  expect((await fixture.ask('CLERK', '{ a }')).body.data).toEqual({ a: 'private' });
});

const ONE_FIELD: readonly (readonly [string, unknown, string])[] = [
  ['decided by true', true, 'bad_decision'],
  ['decided by null', null, 'bad_decision'],
  ['of an unknown effect', { ...ALLOW, effect: 'permit' }, 'bad_decision'],
  ['of an unknown reason', { ...ALLOW, reason: 'BECAUSE' }, 'bad_decision'],
  ['of an unknown obligation', mask({ kind: 'blur' }), 'bad_decision'],
  ['of an obligation with more than it knows', mask({ kind: 'year', of: 'grace' }), 'bad_decision'],
  ['rounded to nothing', mask({ kind: 'round', to: 0 }), 'bad_decision'],
  ['masked without obligation', { ...ALLOW, effect: 'mask' }, 'bad_decision'],
  ['missing', undefined, 'missing_coordinate'],
];

test.each(ONE_FIELD)(
  'a field %s: it is denied, the others are served',
  async (_, decision, kind) => {
    const [{ result } = { result: {} }] = allowed({ 'Query.a': decision });
    const given = Object.fromEntries(
      Object.entries(result).filter(([, value]) => value !== undefined),
    );
    const before = await counted(kind);
    putInForce(() => [{ result: given }]);
    const { body } = await fixture.ask('CLERK', '{ a n }');
    expect(body.data).toEqual({ a: null, n: 1_234 });
    expect(body.errors?.[0]?.extensions).toMatchObject({
      coordinate: 'Query.a',
      reasonCode: 'POLICY_FAILED',
    });
    expect(await counted(kind)).toBeGreaterThan(before);
  },
);

const OBLIGATIONS: readonly (readonly [string, object, unknown])[] = [
  ['a year of text that is no date', { kind: 'year' }, null],
  ['a rounding of text', { kind: 'round', to: 10 }, null],
  ['a bucket of text', { kind: 'bucket', size: 10 }, null],
];

test.each(OBLIGATIONS)('%s: the value is withheld, not shown', async (_, obligation, shown) => {
  putInForce(() => allowed({ 'Query.a': mask(obligation), 'Query.list': mask(obligation) }));
  const { body } = await fixture.ask('CLERK', '{ a list }');
  expect(body.data).toEqual({ a: shown, list: [null, null] });
});

const LIMITS: readonly (readonly [string, () => unknown])[] = [
  ['that are thrown', thrown('conflict')],
  ['that are none', () => [{}]],
  ['without a depth', () => [{ result: { ...UNPRICED, depth: undefined } }]],
  ['that are text', () => [{ result: { ...UNPRICED, cost: 'any' } }]],
  ['below nothing', () => [{ result: { ...UNPRICED, fields: -1 } }]],
];

test.each(LIMITS)('limits %s: nothing fits', async (_, evaluateLimits) => {
  const before = await counted('bad_limits');
  putInForce(() => allowed(), evaluateLimits);
  const { status, body } = await fixture.ask('CLERK', '{ a }');
  expect(status).toBe(400);
  expect(body.data).toBeUndefined();
  expect(await counted('bad_limits')).toBeGreaterThan(before);
});

const DOCUMENTS: readonly (readonly [string, () => unknown, string])[] = [
  ['that is thrown', thrown('conflict'), 'thrown_string'],
  ['that traps', thrown(new Error('unreachable')), 'trap'],
  ['that is none', () => [{}], 'empty_result'],
  ['that is true', () => [{ result: true }], 'bad_document_mode'],
  ['that is text', () => [{ result: 'any' }], 'bad_document_mode'],
  ['of an unknown mode', () => [{ result: { mode: 'all', rule: 'r' } }], 'bad_document_mode'],
  ['without a rule', () => [{ result: { mode: 'any' } }], 'bad_document_mode'],
  ['with more', () => [{ result: { ...ANY_DOCUMENT, until: 0 } }], 'bad_document_mode'],
];

test.each(DOCUMENTS)('a mode %s: registered documents only', async (_, evaluate, kind) => {
  const before = await counted(kind);
  putInForce(() => allowed(), undefined, evaluate);
  const { status, body } = await fixture.ask('CLERK', '{ a }');
  expect(status).toBe(403);
  expect(body.data).toBeUndefined();
  expect(body.errors?.[0]?.extensions.code).toBe('PERSISTED_DOCUMENT_REQUIRED');
  expect(await counted(kind)).toBeGreaterThan(before);
});

test('a coordinate too many opens nothing', async () => {
  putInForce(() => allowed({ 'Query.ghost': ALLOW, __proto__: ALLOW }));
  const table = fixture.gateway.policies.current().tableFor({ role: 'CLERK' });
  expect(table.decide('Query.ghost').effect).toBe('hide');
  expect((await fixture.ask('CLERK', '{ ghost }')).status).toBe(400);
});

test('a policy that fails once is asked again, and its failure not kept', async () => {
  const answers = [[{}], allowed()];
  putInForce(() => answers.shift() ?? allowed());
  expect((await fixture.ask('CLERK', '{ a }')).body.data).toEqual({ a: null });
  expect((await fixture.ask('CLERK', '{ a }')).body.data).toEqual({ a: 'private' });
});
