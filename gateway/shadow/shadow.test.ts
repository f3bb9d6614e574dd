import { parse as parseDocument } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { answeringWasm, type Behaviour } from '../../test/support/answering-wasm.ts';
import { bundleWith, committedBundle } from '../../test/support/bundles.ts';
import { loadCommittedPolicy, readPolicyFixture } from '../../test/support/policy.ts';
import { createOperationCoordinates } from '../pipeline/operation-coordinates.ts';
import { parse } from '../pipeline/parse.ts';
import type { DecidedOperation } from '../pipeline/types.ts';
import { decidedCoordinates, type Policy, tabledAsGiven } from '../policy/index.ts';
import { createReport, type ShadowDifference } from './report.ts';
import { createShadow, type Shadow, type ShadowOptions } from './shadow.ts';

const fixture = readPolicyFixture();
const closing: Shadow[] = [];
afterEach(async () => {
  for (const shadow of closing.splice(0)) await shadow.close();
});

async function open(more: Partial<ShadowOptions> = {}) {
  const policy = await loadCommittedPolicy(fixture);
  const states: string[] = [];
  const waiting: { readonly state: string; readonly resolve: () => void }[] = [];
  const failed: string[] = [];
  const shadow = createShadow({
    inForce: () => policy,
    coordinates: createOperationCoordinates(fixture.schema),
    decided: decidedCoordinates(fixture.schema),
    requirements: fixture.requirements,
    now: () => new Date('2026-01-01T00:00:00.000Z'),
    count: {
      compared: () => undefined,
      different: () => undefined,
      failed: (kind) => failed.push(kind),
    },
    onState: (state) => {
      states.push(state);
      for (const each of waiting) if (each.state === state) each.resolve();
    },
    ...more,
  });
  closing.push(shadow);
  const became = (state: string) =>
    new Promise<void>((resolve) => {
      waiting.push({ state, resolve });
    });
  return { ...shadow, policy, states, failed, became };
}

const candidate = { archive: committedBundle(), revision: 'candidate' };

/** Decides as the committed policy does while it is loaded, and then never comes to an end. */
async function loopingCandidate(policy: Policy) {
  const table = policy.tableFor({ role: 'ANALYST' });
  const tabled = decidedCoordinates(fixture.schema).map((each) => [
    each,
    { ...tabledAsGiven(table.decide(each)), depends_on: null },
  ]);
  const first = answers(Object.fromEntries(tabled));
  const behaviours = {
    // Once for each role of the committed data.
    'payscope/authz/decisions': { kind: 'turn', times: 5, first, next: { kind: 'loop' } },
    'payscope/limits/limits': answers(table.limits),
    'payscope/documents/documents': answers({ mode: 'any', rule: 'x' }),
  } as const;
  const wasm = answeringWasm({ behaviours });
  return { archive: await bundleWith({ 'policy.wasm': wasm }), revision: 'looping' };
}

function answers(result: unknown): Behaviour {
  return { kind: 'answer', text: JSON.stringify([{ result }]) };
}

const admitted = (policy: Policy): DecidedOperation => ({
  admission: {
    principal: { subject: 's', role: 'ANALYST', bankId: bankIdOf('HB'), client: 'dashboard' },
    decisionId: newDecisionId(),
    deniedMode: 'partial',
    deadline: 0,
    signal: new AbortController().signal,
    leave: () => undefined,
  },
  policy,
  reached: { stage: 'admitted' },
  operationName: null,
  operationHash: '',
  outcome: 'REFUSED',
});

/** Refused by validation, or so it seems. */
function parsedBy(policy: Policy, role: string, source: string): DecidedOperation {
  const { admission, ...rest } = admitted(policy);
  const by = { ...admission, principal: { ...admission.principal, role } };
  const document = { document: parseDocument(source), source, operationName: undefined };
  const parsed = parse(by, { ...document, variables: {} });
  return { ...rest, admission: by, reached: { stage: 'parsed', parsed } };
}

test('operations that come faster than they can be compared are dropped and counted', async () => {
  const counted = new Map<string, number>();
  const shadow = await open({
    count: {
      compared: (outcome) => void counted.set(outcome, (counted.get(outcome) ?? 0) + 1),
      different: () => undefined,
      failed: () => undefined,
    },
  });
  expect(await shadow.offer(candidate)).toBe('running');
  for (let index = 0; index < 507; index += 1) shadow.observe(admitted(shadow.policy));
  expect(counted).toEqual(new Map([['dropped', 7]]));
  await shadow.settled();
  expect(shadow.report().operations).toMatchObject({ dropped: 7, uncompared: 500 });
});

test('an operation that was decided by a policy no longer in force is not compared', async () => {
  const shadow = await open();
  await shadow.offer(candidate);
  shadow.observe(parsedBy(await loadCommittedPolicy(fixture), 'ANALYST', '{ bank { code } }'));
  await shadow.settled();
  expect(shadow.report().operations).toMatchObject({ same: 0, uncompared: 1 });
  shadow.observe(parsedBy(shadow.policy, 'ANALYST', '{ bank { code } }'));
  await shadow.settled();
  expect(shadow.report().operations).toMatchObject({ same: 1, uncompared: 1 });
});

describe('a candidate that takes for ever', () => {
  test('is given up, the thread of the gateway goes on, and it is tried again later', async () => {
    const shadow = await open({ timeoutMs: 200, restartMs: 1 });
    expect(await shadow.offer(await loopingCandidate(shadow.policy))).toBe('running');
    const [failed, again] = [shadow.became('failed'), shadow.became('running')];
    shadow.observe(parsedBy(shadow.policy, 'STRANGER', '{ bank { name } }'));
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    await failed;
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
    await again;
    await shadow.settled();
    expect(shadow.states).toEqual(['loading', 'running', 'failed', 'loading', 'running']);
    expect(shadow.report()).toMatchObject({
      failures: { timeout: 1 },
      operations: { uncompared: 1 },
    });
    expect(await shadow.offer(candidate)).toBe('running');
  });
});

test('a candidate that takes the place of another is the only one that is heard of', async () => {
  const shadow = await open();
  const first = shadow.offer({ ...candidate, revision: 'first' });
  const second = shadow.offer({ ...candidate, revision: 'second' });
  expect(await second).toBe('running');
  await first;
  expect(shadow.report()).toMatchObject({ state: 'running', revision: 'second', failures: {} });
});

test('a shadow that is closed observes nothing, and ends its thread', async () => {
  const shadow = await open();
  await shadow.offer(candidate);
  await shadow.close();
  shadow.observe(admitted(shadow.policy));
  await shadow.settled();
  expect(shadow.failed).toEqual([]);
});

describe('the report', () => {
  const about = (more: Partial<ShadowDifference>): ShadowDifference => ({
    role: 'ANALYST',
    coordinate: 'A.b',
    operationName: null,
    operationHash: 'h',
    client: 'dashboard',
    bankId: 'b',
    from: 'allow',
    to: 'deny',
    ...more,
  });

  test('has what would be opened first, and of that what happens most', () => {
    const report = createReport(() => new Date(0));
    report.add([about({})], 'd1');
    report.add([about({})], 'd2');
    report.add([about({ coordinate: 'A.c', from: 'deny', to: 'mask' })], 'd3');
    report.add([about({ coordinate: 'A.d', from: 'hide', to: 'allow' })], 'd4');
    report.add([about({ client: 'other' })], 'd5');
    expect(
      report
        .read()
        .differences.map(({ coordinate, client, count, decisionId }) => [
          ...[coordinate, client, count, decisionId],
        ]),
    ).toEqual([
      ['A.d', 'dashboard', 1, 'd4'],
      ['A.c', 'dashboard', 1, 'd3'],
      ['A.b', 'dashboard', 2, 'd2'],
      ['A.b', 'other', 1, 'd5'],
    ]);
  });

  test('keeps no more of a name than can be read', () => {
    const report = createReport(() => new Date(0));
    report.add([about({ operationName: 'N'.repeat(100_000) })], 'd1');
    report.add([about({ operationName: 'N'.repeat(99_999) })], 'd2');
    expect(report.read().differences).toMatchObject([{ operationName: 'N'.repeat(256), count: 2 }]);
  });

  test('forgets the kinds that were seen longest ago, and says how many', () => {
    const report = createReport(() => new Date(0));
    for (let index = 0; index < 5_010; index += 1) {
      report.add([about({ operationHash: String(index) })], 'd1');
    }
    const { differences, forgotten } = report.read();
    expect([differences.length, forgotten]).toEqual([5_000, 10]);
  });
});
