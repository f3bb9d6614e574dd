/** `npm run evaluators`: prints the seed, progress, and the smallest input they differ on. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keptFiles } from '../../workbench/kept-files.ts';
import { findOpa, opaPlaces } from '../../workbench/opa.ts';
import { compareEvaluators } from './run.ts';
import { openWorld } from './world.ts';

const USAGE = 'usage: npm run evaluators -- [--inputs N] [--seed N]\n';
const INPUTS = 1_000_000;

/** Undefined when the arguments are not what they should be. */
function wanted(args: readonly string[]) {
  try {
    const options = { inputs: { type: 'string' }, seed: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const inputs = Number(values.inputs ?? INPUTS);
    const seed = Number(values.seed ?? Date.now() % 2 ** 31);
    const isFit = Number.isSafeInteger(inputs) && inputs > 0 && Number.isSafeInteger(seed);
    return isFit ? { inputs, seed } : undefined;
  } catch {
    return undefined;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const options = wanted(args);
  if (options === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const opa = await findOpa(opaPlaces());
  if (opa.kind === 'missing') {
    process.stderr.write(`${opa.explanation}\n`);
    return 3;
  }
  using world = await openWorld(keptFiles(join(import.meta.dirname, '../..')));
  const { inputs, seed } = options;
  process.stdout.write(`${inputs} inputs, seed ${seed}, policy revision ${world.revision}\n`);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  const step = Math.max(5_000, Math.ceil(inputs / 20 / 5_000) * 5_000);
  const ran = await compareEvaluators({
    ...{ world, opaPath: opa.path, inputs, seed },
    onProgress: (asked) => {
      if (asked % step !== 0) return;
      const rate = Math.round(asked / seconds());
      process.stdout.write(`${asked} of ${inputs}, ${rate} a second\n`);
    },
  });
  const { asked, answers, undefinedAnswers, differences, byEntrypoint } = ran;
  for (const [entrypoint, count] of byEntrypoint) {
    process.stdout.write(`${entrypoint}: ${count}\n`);
  }
  process.stdout.write(
    `${asked} inputs, ${answers === 100_000 ? 'over ' : ''}${answers} different answers, ` +
      `${undefinedAnswers} undefined, ${differences.length} differences, ${Math.round(seconds())} s\n`,
  );
  const [smallest] = differences;
  if (smallest === undefined) return 0;
  process.stdout.write(`\n${JSON.stringify(smallest, undefined, 2)}\n`);
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
