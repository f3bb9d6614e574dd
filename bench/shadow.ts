/**
 * Claim: with a shadow policy beside it a decision takes at most 1.1 times as long. Sends the same
 * operations through the pipeline with and without one, in turns, so that whatever else the machine
 * does hits both, and compares every body. Subgraphs answer at once: what is measured is deciding.
 * Prints for each operation how long the answer takes, how long the gateway's thread works for it in
 * all, with what the shadow has it do afterwards, and the ratio of with to without.
 *
 *     node bench/shadow.ts
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { buildSchema, type DocumentNode, parse as parseDocument } from 'graphql';
import { createGatewayCaches } from '../gateway/caches.ts';
import { NO_DOCUMENTS } from '../gateway/documents/index.ts';
import { memoryCostBuckets } from '../gateway/limits/cost-bucket.ts';
import { createGatewayMetrics } from '../gateway/metrics.ts';
import { costModelOf } from '../gateway/operation/cost-model.ts';
import { createFetchedKey } from '../gateway/operation/fetched-key.ts';
import { createVisibleSchemas } from '../gateway/operation/visible-schema.ts';
import { createDecideNodes } from '../gateway/pipeline/decide-nodes.ts';
import { createElevatableIn } from '../gateway/pipeline/elevatable.ts';
import { type AnswerDeps, answer } from '../gateway/pipeline/index.ts';
import { createOperationCoordinates } from '../gateway/pipeline/operation-coordinates.ts';
import type { Admission } from '../gateway/pipeline/types.ts';
import {
  createMaskKeys,
  decidedCoordinates,
  loadPolicy,
  requirementsOf,
} from '../gateway/policy/index.ts';
import { createShadow } from '../gateway/shadow/index.ts';
import { bankIdOf, newDecisionId } from '../lib/ids.ts';
import { quantile } from './support/rounds.ts';

const ROUNDS = 41;
const PER_ROUND = 300;
const CLAIM = 1.1;
const PAID = { isTaken: true, available: 1, retryAfterMs: 0 } as const;

interface Operation {
  readonly name: string;
  readonly source: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
}

const operation = (name: string, source: string, variables: object, data: object): Operation => ({
  ...{ name, source, document: parseDocument(source) },
  variables: { ...variables },
  data: { ...data },
});

const node = { id: '1', valueDate: '2026-01-01', amount: { minorUnits: 100, currency: 'CZK' } };
const page = { payments: { edges: [{ node }] } };
const operations: readonly Operation[] = [
  operation(
    'plain',
    '{ bank { id code accountCount } }',
    {},
    {
      bank: { id: '1', code: 'HB', accountCount: 7 },
    },
  ),
  operation(
    'with a condition',
    'query ($n: Int!) { payments(first: $n) { edges { node { id valueDate amount { minorUnits currency } } } } }',
    { n: 10 },
    page,
  ),
  operation(
    'with a condition and filters',
    `query ($f: PaymentFilter) { payments(first: 10, filter: $f, orderBy: AMOUNT_DESC) {
      edges { node { id valueDate amount { minorUnits currency } } } } }`,
    { f: { minAmount: 100, counterpartyBank: 'AB' } },
    page,
  ),
];

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path));
const supergraphSdl = read('schema/generated/supergraph.graphql').toString('utf8');
const schema = buildSchema(read('schema/generated/api.graphql').toString('utf8'));
const archive = read('policies/bundle/bundle.tar.gz');
const requirements = requirementsOf(supergraphSdl);
const policy = await loadPolicy({
  ...{ bundle: archive, schema, requirements },
  onFailure: (kind) => {
    throw new Error(`the policy failed: ${kind}`);
  },
});
const shadow = createShadow({
  inForce: () => policy,
  coordinates: createOperationCoordinates(schema),
  decided: decidedCoordinates(schema),
  requirements,
  now: () => new Date(),
  count: { compared: () => undefined, different: () => undefined, failed: () => undefined },
  onState: () => undefined,
});
await shadow.offer({ archive, revision: 'candidate' });
const kinds = { off: depsWith(() => undefined), on: depsWith(shadow.observe) };
const expected = new Map<string, string>();

const table = new Table({
  head: ['operation', '', 'without', 'with', 'ratio', '10th to 90th percentile'],
  style: { head: [], border: [] },
});
let worst = 0;
for (const each of operations) {
  for (const kind of ['off', 'on', 'off', 'on'] as const) await round(kind, each);
  const rounds: { readonly off: Measured; readonly on: Measured }[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    rounds.push({ off: await round('off', each), on: await round('on', each) });
  }
  for (const what of ['answer', 'thread'] as const) {
    const ratios = rounds.map(({ on, off }) => on[what] / off[what]);
    const micros = (kind: 'on' | 'off') =>
      `${quantile(
        rounds.map((both) => both[kind][what]),
        0.5,
      ).toFixed(1)} µs`;
    table.push([
      each.name,
      what === 'answer' ? 'until the answer' : "the thread's time in all",
      ...[micros('off'), micros('on'), quantile(ratios, 0.5).toFixed(3)],
      `${quantile(ratios, 0.1).toFixed(3)} to ${quantile(ratios, 0.9).toFixed(3)}`,
    ]);
    if (what === 'answer') worst = Math.max(worst, quantile(ratios, 0.5));
  }
}
console.log(table.toString());
const { operations: counts, failures } = shadow.report();
console.log(
  `${ROUNDS} rounds of ${PER_ROUND} each, every body compared; shadow: ${JSON.stringify({ ...counts, failures })}`,
);
console.log(`until the answer at most ${worst.toFixed(3)} times, claimed: ${CLAIM}`);
if (worst > CLAIM) process.exitCode = 1;
await shadow.close();

interface Measured {
  /** Microseconds from an operation's document to its answer: the median, as a round has it. */
  readonly answer: number;
  /** Microseconds this thread worked for one operation, until everything was done. */
  readonly thread: number;
}

/** Each answer is out before the next operation comes, as on a server. */
async function round(kind: 'on' | 'off', { name, source, document, ...given }: Operation) {
  const answers: number[] = [];
  const before = process.threadCpuUsage();
  for (let index = 0; index < PER_ROUND; index += 1) {
    const request = { source, document, operationName: undefined, variables: given.variables };
    const startedAt = performance.now();
    const { result } = await answer(kinds[kind](given.data), admission(), request);
    answers.push((performance.now() - startedAt) * 1_000);
    const body = JSON.stringify({ data: result.data, errors: result.errors });
    if (body !== (expected.get(name) ?? body)) throw new Error(`another body: ${body}`);
    if (result.errors) throw new Error(body);
    expected.set(name, body);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await shadow.settled();
  return { answer: quantile(answers, 0.5), thread: spent(before) / PER_ROUND };
}

/** Microseconds this thread has worked since; others on the machine don't count. */
function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(since);
  return user + system;
}

function admission(): Admission {
  return {
    principal: { subject: 'bench', role: 'AUDITOR', bankId: bankIdOf('HB'), client: 'bench' },
    decisionId: newDecisionId(),
    deniedMode: 'partial',
    deadline: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    leave: () => undefined,
  };
}

function depsWith(onDecided: AnswerDeps['onDecided']): (data: Operation['data']) => AnswerDeps {
  const caches = createGatewayCaches(createGatewayMetrics(() => 0).registry);
  const deps = {
    apiSchema: schema,
    policy: () => policy,
    documents: () => NO_DOCUMENTS,
    fetchedKey: createFetchedKey(schema),
    decideNodes: createDecideNodes(schema),
    elevatableIn: createElevatableIn(schema),
    elevation: { grantsOf: async () => [], onUse: () => undefined },
    now: () => new Date(),
    visibleSchema: createVisibleSchemas(schema),
    ...{ verdicts: caches.verdicts, authorized: caches.authorized },
    costs: costModelOf(supergraphSdl, schema),
    // Nobody runs out of budget here.
    buckets: {
      ...memoryCostBuckets(),
      take: async () => PAID,
    },
    maskKeys: createMaskKeys('bench'),
    record: async () => undefined,
    onFault: (_: Admission, fault: unknown) => {
      throw fault;
    },
    onDecided,
  };
  return (data) => ({
    ...deps,
    planner: {
      apiSchema: schema,
      execute: async () => ({ data, errors: [] }),
      stop: async () => undefined,
    },
  });
}
