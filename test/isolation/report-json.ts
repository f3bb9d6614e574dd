/** The runs as JSON. */
import type { OracleResult } from './oracles.ts';
import type { Proven } from './prover.ts';

export function asJson(
  runs: readonly Proven[],
  oracles: readonly OracleResult[],
  seed: number,
): string {
  const report = runs.map(
    ({ layer, asked, seconds, own, leaks, statuses, coverage, surfaces }) => ({
      ...{ layer, operations: asked, seconds, own_canaries: own, foreign_canaries: leaks.length },
      statuses: Object.fromEntries(statuses),
      kinds: Object.fromEntries(coverage.kinds),
      askers: Object.fromEntries(coverage.askers),
      coordinates: { reached: [...coverage.reached].sort(), of: coverage.all.length },
      surfaces,
      leaks,
    }),
  );
  return `${JSON.stringify({ seed, runs: report, existence: oracles }, null, 2)}\n`;
}
