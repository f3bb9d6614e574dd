/**
 * Claim: when a client leaves, what runs for it in the database is cancelled within 100 ms of its
 * close, through gateway and subgraph as processes of their own. Exits 1 when the slowest takes longer.
 *
 *     node bench/cancel.ts
 */
import postgres from 'postgres';
import { startGatewayOver } from './support/gateway-over.ts';
import { openLoadedDatabase } from './support/loaded-database.ts';
import { quantile, spreadOf } from './support/rounds.ts';

const ROUNDS = 30;
const CANCELLED_MS_MAX = 100;
const BODY = JSON.stringify({ query: '{ payments(first: 5) { edges { node { id } } } }' });

await using database = await openLoadedDatabase();
await using gateway = await startGatewayOver(database.appUrl);
const owner = postgres(database.ownerUrl, { max: 2 });
const authorization = `Bearer ${await gateway.token('ANALYST', 'HB')}`;

const tookMs: number[] = [];
await owner.begin(async (tx) => {
  // So that whoever reads payments runs until it is cancelled.
  await tx`lock table facts.payments in access exclusive mode`;
  for (let round = 0; round < ROUNDS; round += 1) tookMs.push(await leaveAndWait());
});
await owner.end();

console.log(`${ROUNDS} clients that leave while their statement runs`);
console.log(
  `until it is cancelled: ${spreadOf(tookMs)}, slowest ${Math.max(...tookMs).toFixed(1)} ms`,
);
if (quantile(tookMs, 1) > CANCELLED_MS_MAX) {
  console.error(`over ${CANCELLED_MS_MAX} ms`);
  process.exitCode = 1;
}

async function leaveAndWait(): Promise<number> {
  const leaving = new AbortController();
  const asking = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: BODY,
    signal: leaving.signal,
  }).catch(() => undefined);
  await untilRunning(1);
  const leftAt = performance.now();
  leaving.abort();
  await untilRunning(0);
  await asking;
  return performance.now() - leftAt;
}

/** Asks without pause: an answer takes a fraction of a millisecond. */
async function untilRunning(wanted: number): Promise<void> {
  for (;;) {
    const [row] = await owner<{ n: number }[]>`
      select count(*)::integer as n from pg_locks
      where not granted and relation = 'facts.payments'::regclass`;
    if (row?.n === wanted) return;
  }
}
