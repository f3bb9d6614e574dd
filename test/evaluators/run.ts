/** Asks OPA's evaluator and the compiled WASM the same random questions, and compares. */
import { isDeepStrictEqual } from 'node:util';
import { askOpa } from '../../workbench/testing/decide-on-opa.ts';
import type { Answer } from '../../workbench/testing/wasm-module.ts';
import { createEndlessTape } from '../properties/tape.ts';
import { drawQuestion, type Question } from './draw-input.ts';
import type { World } from './world.ts';

/** Asked of one process of OPA; more make its output large, fewer start it more often. */
const BATCH = 5_000;

/** Differences kept; the smallest tells most. */
const DIFFERENCES_KEPT = 50;

/** Entrypoints that answer with a set. */
const SETS: ReadonlySet<string> = new Set(['payscope/logs/mask']);

export interface Difference extends Question {
  readonly opa: Answer;
  readonly wasm: Answer;
}

export interface EvaluatorRun {
  readonly asked: number;
  readonly byEntrypoint: ReadonlyMap<string, number>;
  /** How many different answers there were: a run in which all are alike shows nothing. */
  readonly answers: number;
  readonly undefinedAnswers: number;
  readonly differences: readonly Difference[];
}

export interface RunOptions {
  readonly world: World;
  readonly opaPath: string;
  readonly inputs: number;
  readonly seed: number;
  readonly onProgress?: (asked: number) => void;
}

/** Ends early when they have differed often enough. */
export async function compareEvaluators(options: RunOptions): Promise<EvaluatorRun> {
  const { world, inputs, seed, onProgress } = options;
  const tape = createEndlessTape(seed);
  const byEntrypoint = new Map<string, number>();
  const answers = new Set<string>();
  const differences: Difference[] = [];
  let asked = 0;
  let undefinedAnswers = 0;
  while (asked < inputs && differences.length < DIFFERENCES_KEPT) {
    const count = Math.min(BATCH, inputs - asked);
    const questions = Array.from({ length: count }, () => drawQuestion(tape, world));
    for (const [entrypoint, group] of Map.groupBy(questions, (each) => each.entrypoint)) {
      const onOpa = await answersOf(options, entrypoint, group);
      for (const [index, { input }] of group.entries()) {
        const opa = ordered(entrypoint, onOpa[index] ?? { kind: 'undefined' });
        const wasm = ordered(entrypoint, await world.wasm.ask(entrypoint, input));
        if (wasm.kind === 'undefined') undefinedAnswers += 1;
        if (answers.size < 100_000) answers.add(JSON.stringify(wasm));
        if (!isSame(opa, wasm)) differences.push({ entrypoint, input, opa, wasm });
      }
      byEntrypoint.set(entrypoint, (byEntrypoint.get(entrypoint) ?? 0) + group.length);
    }
    asked += count;
    onProgress?.(asked);
  }
  const smallest = differences.sort(
    (a, b) => JSON.stringify(a.input).length - JSON.stringify(b.input).length,
  );
  return { asked, byEntrypoint, answers: answers.size, undefinedAnswers, differences: smallest };
}

/** One input that OPA can't evaluate fails all of its batch: halved until it stands alone. */
async function answersOf(
  options: RunOptions,
  entrypoint: string,
  questions: readonly Question[],
): Promise<readonly Answer[]> {
  const { world, opaPath } = options;
  const inputs = questions.map(({ input }) => input);
  try {
    const { answers } = await askOpa({ opaPath, folder: world.folder, entrypoint, inputs });
    return answers.map((value) =>
      value === undefined ? { kind: 'undefined' } : { kind: 'answer', value },
    );
  } catch (error) {
    if (questions.length === 1) return [{ kind: 'error', message: String(error) }];
    const middle = Math.ceil(questions.length / 2);
    return [
      ...(await answersOf(options, entrypoint, questions.slice(0, middle))),
      ...(await answersOf(options, entrypoint, questions.slice(middle))),
    ];
  }
}

/** JSON has no sets, and each evaluator lists one in an order of its own. */
function ordered(entrypoint: string, answer: Answer): Answer {
  if (!SETS.has(entrypoint) || answer.kind !== 'answer' || !Array.isArray(answer.value)) {
    return answer;
  }
  const items = answer.value.map((item: unknown) => JSON.stringify(item));
  return { kind: 'answer', value: items.sort() };
}

/** How an error is worded is each evaluator's own. */
function isSame(opa: Answer, wasm: Answer): boolean {
  if (opa.kind === 'error' || wasm.kind === 'error') return opa.kind === wasm.kind;
  return isDeepStrictEqual(opa, wasm);
}
