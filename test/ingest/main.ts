/**
 * `npm run prove:ingest [-- --faults N --seed S]`: payments are recorded while things break; afterwards
 * nothing is lost, doubled or untold. Exit codes: 0 nothing is, 1 something is, 2 wrong usage.
 */
import { parseArgs } from 'node:util';
import { type FaultsReport, runFaults } from './faults.ts';

const USAGE = 'usage: npm run prove:ingest -- [--faults N] [--seed N]\n';
const FAULTS = 10_000;
const SHOWN_MAX = 20;

function wanted(args: readonly string[]) {
  try {
    const options = { faults: { type: 'string' }, seed: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const faults = Number(values.faults ?? FAULTS);
    const seed = Number(values.seed ?? Date.now() % 2 ** 31);
    const isFit = Number.isSafeInteger(faults) && faults > 0 && Number.isSafeInteger(seed);
    return isFit ? { faults, seed } : undefined;
  } catch {
    return undefined;
  }
}

function print(report: FaultsReport, seed: number): void {
  const write = (text: string) => process.stdout.write(`${text}\n`);
  for (const [name, times] of [...report.faults].toSorted()) {
    write(`${String(times).padStart(7)}  ${name}`);
  }
  const faults = [...report.faults.values()].reduce((sum, times) => sum + times, 0);
  const rate = (faults / report.seconds).toFixed(1);
  write(`${faults} faults in ${report.seconds.toFixed(0)} s, ${rate}/s (seed ${seed})`);
  write(
    `${report.batches} batches, ${report.retries} retries, ${report.payments} payments recorded, ` +
      `${report.deliveries} deliveries, the last ${report.drainSeconds.toFixed(0)} s after the faults`,
  );
  const kinds = Map.groupBy(report.violations, ({ kind }) => kind);
  const count = (...names: readonly string[]) =>
    [...kinds].reduce((sum, [kind, of]) => sum + (names.includes(kind) ? of.length : 0), 0);
  write(
    `${count('lost', 'torn', 'event-lost')} lost, ${count('doubled', 'event-doubled')} doubled, ` +
      `${count('not-delivered')} not delivered, ${report.violations.length} violations in all`,
  );
  for (const { kind, about } of report.violations.slice(0, SHOWN_MAX)) write(`  ${kind}: ${about}`);
}

async function main(args: readonly string[]): Promise<number> {
  const asked = wanted(args);
  if (asked === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const step = Math.max(1, Math.floor(asked.faults / 20));
  const report = await runFaults({
    ...asked,
    onProgress: (done, batches) => {
      if (done % step === 0) process.stderr.write(`  ${done} faults, ${batches} batches\n`);
    },
  });
  print(report, asked.seed);
  return report.violations.length > 0 ? 1 : 0;
}

// Node has been seen to wait for ever for handles of processes that were killed.
process.exit(await main(process.argv.slice(2)));
