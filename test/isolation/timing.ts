/**
 * Whether two kinds of questions take differently long: asked in turn, by random order within a pair,
 * compared by Welch's t as dudect does (Reparaz, Balasch, Verbauwhede 2017), the slow tail cut off.
 */
import type { Tape } from '../properties/tape.ts';
import type { Asked, Client } from './asked.ts';

export interface Timing {
  readonly t: number;
  readonly medianMs: readonly [number, number];
  readonly pairs: number;
}

/** dudect's: below it there is no evidence of a difference. */
export const T_MAX = 4.5;
const KEPT = 0.9;
const WARM_UP = 30;

export async function compareTimes(
  client: Client,
  [first, second]: readonly [Asked, Asked],
  { pairs, tape }: { readonly pairs: number; readonly tape: Tape },
): Promise<Timing> {
  const times: [number[], number[]] = [[], []];
  const measure = async (asked: Asked, into: number[]): Promise<void> => {
    const started = performance.now();
    await client.ask(asked);
    into.push(performance.now() - started);
  };
  for (let pair = -WARM_UP; pair < pairs; pair += 1) {
    if (pair === 0) for (const each of times) each.length = 0;
    const turns = [() => measure(first, times[0]), () => measure(second, times[1])];
    if (tape.chance(50)) turns.reverse();
    for (const turn of turns) await turn();
  }
  const cut = quantile([...times[0], ...times[1]], KEPT);
  const [a, b] = times.map((each) => each.filter((time) => time <= cut));
  return {
    t: welch(a ?? [], b ?? []),
    medianMs: [quantile(times[0], 0.5), quantile(times[1], 0.5)],
    pairs,
  };
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

function welch(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, each) => sum + each, 0) / values.length;
  const spread = (values: readonly number[], around: number) =>
    values.reduce((sum, each) => sum + (each - around) ** 2, 0) /
    (values.length - 1) /
    values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  return (meanA - meanB) / Math.sqrt(spread(a, meanA) + spread(b, meanB));
}
