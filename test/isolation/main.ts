/** `npm run prove:isolation`: seed, progress on stderr, a table on stdout, and what was found. */
import { parseArgs } from 'node:util';
import { LAYERS } from './layers.ts';
import { askOracles, isTold, type OracleResult } from './oracles.ts';
import { type Proven, prove } from './prover.ts';
import { printLeak, printOracles, printRuns } from './report.ts';
import { asJson } from './report-json.ts';
import { createWorld } from './world.ts';

const USAGE = 'usage: npm run prove:isolation -- [--operations N] [--seed N] [--json]\n';
const OPERATIONS = 20_000;
/** Of each pair of questions whose times are compared. */
const TIMED_PAIRS = 400;

interface Wanted {
  readonly operations: number;
  readonly seed: number;
  readonly json: boolean;
}

/** Undefined when the arguments are not what they should be. */
function wanted(args: readonly string[]): Wanted | undefined {
  try {
    const options = {
      operations: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean' },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const operations = Number(values.operations ?? OPERATIONS);
    const seed = Number(values.seed ?? Date.now() % 2 ** 31);
    const isFit = Number.isSafeInteger(operations) && operations > 0 && Number.isSafeInteger(seed);
    return isFit ? { operations, seed, json: values.json ?? false } : undefined;
  } catch {
    return undefined;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const asked = wanted(args);
  if (asked === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { operations, seed, json } = asked;
  process.stderr.write(`${operations} operations in ${LAYERS.length} runs, seed ${seed}\n`);
  const each = Math.ceil(operations / LAYERS.length);
  const step = Math.max(1, Math.ceil(each / 10));
  const runs: Proven[] = [];
  let oracles: readonly OracleResult[] = [];
  const world = await createWorld();
  try {
    for (const [index, layer] of LAYERS.entries()) {
      let told = 0;
      const onProgress = (done: number, leaks: number) => {
        if (done % step !== 0 && leaks === told) return;
        told = leaks;
        process.stderr.write(`${layer.name}: ${done} of ${each}, ${leaks} foreign\n`);
      };
      const run = await prove({ world, layer, operations: each, seed: seed + index, onProgress });
      runs.push(run);
      // At once: what comes later may fail, and this took long.
      process.stderr.write(`${printRuns([run])}\n`);
    }
    process.stderr.write('existence: another bank’s against nobody’s, answers and times\n');
    oracles = await askOracles(world, { pairs: TIMED_PAIRS, seed });
  } finally {
    await world.stop();
  }
  process.stdout.write(
    json ? asJson(runs, oracles, seed) : `${printRuns(runs)}\n${printOracles(oracles)}\n`,
  );
  const found = runs.flatMap(({ layer, leaks }, index) =>
    leaks.map((leak) => printLeak(leak, { layer, seed: seed + index })),
  );
  if (found.length > 0) process.stderr.write(`\n${found.join('\n\n')}\n`);
  return found.length > 0 || oracles.some(isTold) ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
