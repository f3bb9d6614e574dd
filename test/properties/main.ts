/** `npm run properties`: prints the seed, progress, and the smallest counterexample of each graph. */
import { parseArgs } from 'node:util';
import type { GraphName } from '../conformance/subjects.ts';
import { runProperties } from './run.ts';

const USAGE = 'usage: npm run properties -- [--operations N] [--seed N]\n';
const OPERATIONS = 100_000;
const GRAPHS: readonly GraphName[] = ['own', 'fixture'];

interface Wanted {
  readonly operations: number;
  readonly seed: number;
}

/** Undefined when the arguments are not what they should be. */
function wanted(args: readonly string[]): Wanted | undefined {
  try {
    const options = { operations: { type: 'string' }, seed: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const operations = Number(values.operations ?? OPERATIONS);
    const seed = Number(values.seed ?? Date.now() % 2 ** 31);
    const isFit = Number.isSafeInteger(operations) && operations > 0 && Number.isSafeInteger(seed);
    return isFit ? { operations, seed } : undefined;
  } catch {
    return undefined;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const { operations, seed } = wanted(args) ?? {};
  if (operations === undefined || seed === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const each = Math.ceil(operations / GRAPHS.length);
  const step = Math.max(1, Math.ceil(each / 20));
  process.stdout.write(`${operations} operations, seed ${seed}\n`);
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1_000);
  let isHeld = true;
  for (const graph of GRAPHS) {
    const ran = await runProperties({
      ...{ graph, seed },
      operations: each,
      onProgress: ({ generated, sent }) => {
        if (generated % step !== 0) return;
        process.stdout.write(`${graph}: ${generated} of ${each}, ${sent} sent, ${seconds()} s\n`);
      },
    });
    const { generated, sent, invalid, failure } = ran;
    process.stdout.write(
      `${graph}: ${generated} generated (${invalid} not valid), ${sent} sent, ` +
        `${failure ? 1 : 0} counterexamples, ${seconds()} s\n`,
    );
    if (!failure) continue;
    isHeld = false;
    process.stdout.write(`\n${failure}\n`);
  }
  return isHeld ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
