/** Runs the candidate, starts it again when its thread is lost, and keeps its tables. */
import type { ConditionalQuestion, Decision, Policy, Requirements } from '../policy/index.ts';
import { createBatches } from './batches.ts';
import { type ShadowTable, shadowTable } from './compare.ts';
import { RefusedCandidate, type ShadowFailure, type ShadowThread, startThread } from './thread.ts';

/** A bundle whose signature holds. */
export interface ShadowCandidate {
  readonly archive: Uint8Array;
  readonly revision: string;
}

export type ShadowState = 'waiting' | 'loading' | 'running' | 'refused' | 'failed';

export interface RunnerOptions {
  readonly inForce: () => Policy;
  /** The coordinates the running schema has, and what it asks for. */
  readonly decided: readonly string[];
  readonly requirements: Requirements;
  readonly timeoutMs?: number;
  readonly loadMs?: number;
  /** Between a thread that is lost and the next one; twice as long after each. */
  readonly restartMs?: number;
  readonly onFailure: (kind: ShadowFailure) => void;
  readonly onState: (
    state: ShadowState,
    about: { readonly revision: string; readonly message?: string | undefined },
  ) => void;
}

export interface Runner {
  readonly start: (candidate: ShadowCandidate) => Promise<'running' | 'refused'>;
  /** Undefined where there is none; a promise the first time. Never rejects, nor do the others. */
  readonly tableFor: (role: string) => ShadowTable | undefined | Promise<ShadowTable | undefined>;
  readonly decide: (question: ConditionalQuestion) => Promise<readonly Decision[] | undefined>;
  readonly status: () => RunnerStatus;
  readonly end: () => Promise<void>;
}

export interface RunnerStatus {
  readonly state: ShadowState;
  readonly revision: string | undefined;
  /** Why it was refused. */
  readonly message: string | undefined;
}

/** A policy has no use for a tenth of it; a thread that is new on a busy machine may. */
const TIMEOUT_MS = 5_000;
const LOAD_MS = 60_000;
const RESTART_MS = 10_000;
const RESTART_MS_MAX = 600_000;

interface Attempt {
  readonly candidate: ShadowCandidate;
  readonly thread: ShadowThread;
  readonly tables: Map<string, ShadowTable | Promise<ShadowTable | undefined>>;
  readonly decide: Runner['decide'];
}

export function createRunner(options: RunnerOptions): Runner {
  const { inForce, decided, requirements, onFailure, onState } = options;
  const { timeoutMs = TIMEOUT_MS, loadMs = LOAD_MS, restartMs = RESTART_MS } = options;
  const inputs = new Set(
    Object.entries(requirements).flatMap(([each, { input }]) => (input ? [each] : [])),
  );
  let status: RunnerStatus = { state: 'waiting', revision: undefined, message: undefined };
  let attempt: Attempt | undefined;
  let losses = 0;
  let restart: NodeJS.Timeout | undefined;

  const become = (state: ShadowState, { revision }: ShadowCandidate, message?: string): void => {
    status = { state, revision, message };
    onState(state, { revision, message });
  };

  async function run(candidate: ShadowCandidate): Promise<'running' | 'refused'> {
    const { archive } = candidate;
    const builtFor = coordinatesBuiltFor(inForce());
    const thread = startThread(
      { archive, requirements, coordinates: decided, builtFor },
      { timeoutMs, loadMs, onFailure, onLost: () => lost(candidate) },
    );
    const mine = { candidate, thread, tables: new Map(), decide: createBatches(thread) };
    attempt = mine;
    become('loading', candidate);
    try {
      await thread.ready;
      if (attempt === mine) become('running', candidate);
      return 'running';
    } catch (cause) {
      if (attempt === mine && cause instanceof RefusedCandidate) {
        attempt = undefined;
        become('refused', candidate, cause.message);
      }
      return 'refused';
    }
  }

  /** It may have met one bad operation only, so it is tried again, ever later. */
  function lost(candidate: ShadowCandidate): void {
    if (attempt?.candidate !== candidate) return;
    attempt = undefined;
    become('failed', candidate);
    const pause = Math.min(RESTART_MS_MAX, restartMs * 2 ** losses);
    losses += 1;
    restart = setTimeout(() => void run(candidate), pause).unref();
  }

  async function end(): Promise<void> {
    clearTimeout(restart);
    const ending = attempt;
    attempt = undefined;
    await ending?.thread.end();
  }

  return {
    start: async (candidate) => {
      losses = 0;
      await end();
      return run(candidate);
    },
    tableFor: (role) => {
      if (!attempt) return undefined;
      const { thread, tables } = attempt;
      const known = tables.get(role);
      if (known) return known;
      const asked = thread.ask({ kind: 'table', role }).then((answer) => {
        if (answer?.kind === 'table') {
          const table = shadowTable(answer.decisions, (each) => inputs.has(each));
          tables.set(role, table);
          return table;
        }
        tables.delete(role);
        return undefined;
      });
      tables.set(role, asked);
      return asked;
    },
    decide: async (question) => attempt?.decide(question),
    status: () => status,
    end,
  };
}

/** Coordinates in the data the bundle in force was built with. */
function coordinatesBuiltFor({ source }: Policy): readonly string[] | undefined {
  const schema = source?.bundle.data.schema;
  return typeof schema === 'object' && schema !== null ? Object.keys(schema) : undefined;
}
