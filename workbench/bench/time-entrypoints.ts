/** How long the compiled policy takes for each of the gateway's questions, once it is warm. */
import { ENTRYPOINTS, type Entrypoint } from '../../gateway/policy/bundle.ts';
import { decidedCoordinates } from '../../gateway/policy/index.ts';
import { type EvaluateEntrypoint, instantiateWasm } from '../../gateway/policy/wasm.ts';
import type { PolicyVersion } from '../load-version.ts';
import { WorkbenchError } from '../workbench-error.ts';

export interface EntrypointTiming {
  readonly entrypoint: Entrypoint;
  /** What it was asked, for people. */
  readonly input: string;
  readonly evaluations: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Asked {
  readonly entrypoint: Entrypoint;
  readonly input: string;
  /** Asked in turn, one for each role. */
  readonly inputs: readonly object[];
}

type Version = Pick<PolicyVersion, 'policy' | 'schema' | 'data'>;

const NOON = '2026-06-01T12:00:00.000Z';
const WARM_UP_SHARE = 0.3;
const EVALUATIONS_MIN = 20;

/**
 * @param msPerEntrypoint how long each is asked, a part of it to warm up.
 * @param now `performance.now`, or another clock.
 */
export async function timeEntrypoints(
  version: Version,
  msPerEntrypoint: number,
  now: () => number = () => performance.now(),
): Promise<readonly EntrypointTiming[]> {
  const { source } = version.policy;
  if (source === undefined) throw new WorkbenchError('this policy decides nothing', []);
  const data = { ...source.bundle.data, schema: source.requirements };
  const ask = await instantiateWasm(source.bundle, data);
  const timings: EntrypointTiming[] = [];
  for (const asked of questionsOf(version)) {
    // A policy of other days lacks some; asking for one costs the instance, so it is looked up.
    if (!(await answers(version, asked))) continue;
    timings.push(timed(ask, asked, { ms: msPerEntrypoint, now }));
  }
  return timings;
}

function timed(
  ask: EvaluateEntrypoint,
  { entrypoint, input, inputs }: Asked,
  { ms, now }: { readonly ms: number; readonly now: () => number },
): EntrypointTiming {
  const times: number[] = [];
  const started = now();
  for (let turn = 0; now() - started < ms || times.length < EVALUATIONS_MIN; turn += 1) {
    const question = inputs[turn % inputs.length] ?? {};
    const before = now();
    ask(entrypoint, question);
    if (before - started >= ms * WARM_UP_SHARE) times.push(now() - before);
  }
  times.sort((a, b) => a - b);
  return {
    entrypoint,
    input,
    evaluations: times.length,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  };
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function answers({ policy }: Version, { entrypoint, inputs }: Asked): Promise<boolean> {
  if (policy.source === undefined) return false;
  const { bundle, requirements } = policy.source;
  const ask = await instantiateWasm(bundle, { ...bundle.data, schema: requirements });
  try {
    ask(entrypoint, inputs[0] ?? {});
    return true;
  } catch {
    return false;
  }
}

/** The largest each question gets: every coordinate, every conditional one used. */
function questionsOf({ policy, schema, data }: Version): readonly Asked[] {
  const coordinates = decidedCoordinates(schema);
  const uses = Object.keys(data.conditions.rules).map((coordinate) => ({
    coordinate,
    arguments: { first: 10, maxHops: 2, filter: { text: 'some' } },
  }));
  const roles = [...policy.roles].sort();
  const conditional = { now: NOON, grants: [], uses };
  const forRoles = (make: (subject: { readonly role: string }) => object) =>
    roles.map((role) => make({ role }));
  const questions: Readonly<Record<Entrypoint, Omit<Asked, 'entrypoint'>>> = {
    'payscope/authz/decisions': {
      input: `the ${coordinates.length} coordinates of a role`,
      inputs: forRoles((subject) => ({ subject, coordinates })),
    },
    'payscope/authz/conditional': {
      input: `${uses.length} uses with arguments`,
      inputs: forRoles((subject) => ({ subject, ...conditional })),
    },
    'payscope/limits/limits': { input: 'a role', inputs: forRoles((subject) => ({ subject })) },
    'payscope/logs/mask': {
      input: `an event of ${uses.length} uses`,
      inputs: forRoles((subject) => ({
        decision_id: '1',
        labels: {},
        path: 'payscope/authz/conditional',
        input: { subject, ...conditional },
        result: [],
        timestamp: NOON,
        metrics: {},
      })),
    },
    'payscope/documents/documents': {
      input: 'a role, a client and a bank',
      inputs: forRoles((subject) => ({ subject: { ...subject, client: 'some', bank_id: '1' } })),
    },
  };
  return ENTRYPOINTS.map((entrypoint) => ({ entrypoint, ...questions[entrypoint] }));
}
