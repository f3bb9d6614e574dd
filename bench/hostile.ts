/**
 * Claim: no hostile operation takes 50 ms of CPU before it is refused. Sends each of the operations
 * of test/hostile to the gateway's HTTP server in this process, warmed, and prints the CPU time of
 * the dearest of each family: the median of its runs, and the longest of them.
 *
 *     node bench/hostile.ts
 */
import Table from 'cli-table3';
import { HOSTILE } from '../test/hostile/families/index.ts';
import { startGateways } from '../test/hostile/gateways.ts';
import type { Hostile } from '../test/hostile/hostile.ts';

const RUNS = 5;
const WARM_UP_ROUNDS = 2;
const CLAIM_MS = 50;

interface Measured {
  readonly operation: Hostile;
  readonly code: string;
  readonly medianMs: number;
  readonly longestMs: number;
}

const gateways = await startGateways();
for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
  for (const operation of HOSTILE) await send(operation);
}
const measured: Measured[] = [];
for (const operation of HOSTILE) measured.push(await measure(operation));
const planned = gateways.own.counts.planned + gateways.wide.counts.planned;
print(measured, planned);
await Promise.all([gateways.own.close(), gateways.wide.close()]);

function send({ schema, request, role }: Hostile) {
  // What was found out about a text is kept; every run is to be the first of its kind.
  gateways[schema].forget();
  return gateways[schema].send(request, role);
}

async function measure(operation: Hostile): Promise<Measured> {
  const times: number[] = [];
  let code: string | undefined;
  for (let run = 0; run < RUNS; run += 1) {
    const before = process.cpuUsage();
    const received = await send(operation);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
    code = received.code;
  }
  times.sort((a, b) => a - b);
  return {
    ...{ operation, code: code ?? 'answered' },
    medianMs: times[Math.floor(RUNS / 2)] ?? 0,
    longestMs: times.at(-1) ?? 0,
  };
}

function print(all: readonly Measured[], plans: number): void {
  const table = new Table({
    head: ['family', 'operations', 'dearest', 'refused with', 'CPU ms, median', 'longest'],
    style: { head: [], border: [] },
  });
  for (const [family, members] of Map.groupBy(all, ({ operation }) => operation.family)) {
    const dearest = members.reduce((a, b) => (b.medianMs > a.medianMs ? b : a));
    const longest = Math.max(...members.map(({ longestMs }) => longestMs));
    table.push([
      family,
      members.length,
      dearest.operation.name,
      dearest.code,
      dearest.medianMs.toFixed(1),
      longest.toFixed(1),
    ]);
  }
  console.log(table.toString());
  const worst = all.reduce((a, b) => (b.medianMs > a.medianMs ? b : a));
  const answered = all.filter(({ code }) => code === 'answered').length;
  console.log(
    `${all.length} operations, ${answered} answered, ${plans} planned; the dearest takes ${worst.medianMs.toFixed(1)} ms of CPU (${worst.operation.family}: ${worst.operation.name}), claimed: under ${CLAIM_MS} ms`,
  );
  if (worst.medianMs >= CLAIM_MS) process.exitCode = 1;
}
