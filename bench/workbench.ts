/**
 * Claim: `payscope policy check`, `test` and `matrix` together take less than 5 s on this project,
 * warm. Runs each as its users do, a process of its own, once to warm up and then five times, and
 * prints the medians. They depend on what else the machine does.
 *
 *     node bench/workbench.ts
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import Table from 'cli-table3';

const BIN = join(import.meta.dirname, '../cli/bin.js');
const COMMANDS = ['check', 'test', 'matrix'] as const;
const RUNS = 5;
const CLAIM_S = 5;

const table = new Table({ head: ['command', 'median (s)', 'fastest (s)'] });
let total = 0;
let fastest = 0;
for (const command of COMMANDS) {
  await run(command);
  const runs: number[] = [];
  for (let index = 0; index < RUNS; index += 1) runs.push(await run(command));
  total += median(runs);
  fastest += Math.min(...runs);
  table.push([`policy ${command}`, median(runs).toFixed(2), Math.min(...runs).toFixed(2)]);
}
table.push(['together', total.toFixed(2), fastest.toFixed(2)]);
process.stdout.write(`${table.toString()}\n`);
process.stdout.write(`claim: under ${CLAIM_S} s: ${total < CLAIM_S ? 'held' : 'NOT held'}\n`);
process.exitCode = total < CLAIM_S ? 0 : 1;

/** Seconds from its start to its end. */
async function run(command: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [BIN, 'policy', command], { stdio: 'ignore' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`payscope policy ${command} exits with ${code}`);
  return (performance.now() - started) / 1_000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
