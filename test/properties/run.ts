/** Runs the properties over so many generated operations; fast-check shrinks what fails. */
import fc from 'fast-check';
import type { GraphName } from '../conformance/subjects.ts';
import { startPlayground } from './graphs.ts';
import { type Counts, counterexample } from './properties.ts';

export interface Running {
  readonly graph: GraphName;
  readonly operations: number;
  readonly seed: number;
  readonly onProgress?: (counts: Counts) => void;
}

export interface Ran extends Counts {
  /** The smallest counterexample found, and how to find it again. */
  readonly failure: string | undefined;
}

/** Tries to make a counterexample smaller; after them it is small enough. */
const SHRINKS_MAX = 2_000;

const numbers = (length: number) =>
  fc.array(fc.nat(0xffff), { minLength: 8, maxLength: length, size: 'max' });

export async function runProperties({
  graph,
  operations,
  seed,
  onProgress,
}: Running): Promise<Ran> {
  const playground = await startPlayground(graph);
  const counts: Counts = { generated: 0, sent: 0, invalid: 0 };
  let failure: string | undefined;
  let shrinks = 0;
  const holds = fc.asyncProperty(
    fc.record({ operation: numbers(120), rewriting: fc.nat() }),
    async (tapes) => {
      if (failure) shrinks += 1;
      if (shrinks > SHRINKS_MAX) return true;
      const found = await counterexample(playground, tapes, counts);
      if (!failure) onProgress?.(counts);
      if (found) failure = found;
      return found === undefined;
    },
  );
  try {
    const details = await fc.check(holds, { numRuns: operations, seed });
    if (details.errorInstance instanceof Error && !failure) throw details.errorInstance;
    if (details.failed) {
      failure = `${failure}\n    seed ${details.seed}, path ${details.counterexamplePath}`;
    }
  } finally {
    await playground.asking.close();
  }
  return { ...counts, failure };
}
