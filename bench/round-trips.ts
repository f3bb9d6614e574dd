/**
 * Claim: with 5 ms between subgraph and database, a tenant read costs one round trip: by count, and in
 * time at most 1.2 of them. Measured in turns with Drizzle's own transaction, on warm connections,
 * answers compared; and with a bare `select 1`, the least that a round trip takes here, whatever else
 * the machine does. Exits 1 when a read takes more than 1.2 of those.
 *
 *     node bench/round-trips.ts
 */
import { isDeepStrictEqual } from 'node:util';
import { desc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { closeDatabase, connectDatabase, readTenant, withTenant } from '../lib/db/index.ts';
import { bankIdOf } from '../lib/ids.ts';
import { facts } from '../subgraphs/facts/index.ts';
import { payments } from '../subgraphs/facts/tables.ts';
import { serveForTest } from '../test/support/subgraph.ts';
import { openLoadedDatabase } from './support/loaded-database.ts';
import { startProxyThread } from './support/proxy-thread.ts';
import { inTurns, quantile, spreadOf, type Way } from './support/rounds.ts';

const EACH_WAY_MS = 2.5;
const ROUND_TRIP_MS = 2 * EACH_WAY_MS;
const TRIPS_MAX = 1.2;
const ROUNDS = 200;
const ROWS = 5;
const HB = bankIdOf('HB');

await using database = await openLoadedDatabase();
const proxy = await startProxyThread(database.appUrl, EACH_WAY_MS);
const url = proxy.through(database.appUrl);

const client = postgres(url, { max: 1 });
const plain = drizzle(client);
const ours = connectDatabase({
  url,
  poolMax: 1,
  statementTimeoutMs: 10_000,
  applicationName: 'bench',
});

type Selecting = Pick<typeof plain, 'select'>;
const page = (tx: Selecting) =>
  tx
    .select()
    .from(payments)
    .where(eq(payments.bankId, HB))
    .orderBy(desc(payments.valueDate), desc(payments.id))
    .limit(ROWS);

const served = await serveForTest(facts, url);
const QUERY = '{ payments(first: 5) { edges { node { id amount { minorUnits } valueDate } } } }';
const bare = () => client`select 1 as one`;
const contenders: readonly (readonly [string, Way])[] = [
  [
    "Drizzle's transaction",
    () =>
      plain.transaction(async (tx) => {
        await tx.execute(sql`select set_config('app.bank_id', ${HB}, true)`);
        return page(tx);
      }),
  ],
  ['a tenant transaction', () => withTenant(ours, HB, page)],
  ['a tenant read', () => readTenant(ours, HB, page)],
  ["a subgraph's request", () => served.ask('HB', QUERY)],
];
const ways = [bare, ...contenders.map(([, way]) => way)];

// Until every connection has planned every statement.
for (let warm = 0; warm < 5 * ways.length; warm += 1) {
  const way = ways[warm % ways.length];
  await Promise.all(Array.from({ length: 6 }, async () => way?.()));
}
const [least, ...measured] = await inTurns(ROUNDS, ways);
if (!least) throw new Error('nothing was measured');
const [drizzles, ...tenants] = measured.slice(0, 3).map(({ answer }) => answer);
if (!tenants.every((answer) => isDeepStrictEqual(answer, drizzles))) {
  throw new Error('the answers differ');
}

const inTrips = (ms: readonly number[]) => ms.map((one) => one / ROUND_TRIP_MS);
console.log(`${ROUNDS} rounds of ${ROWS} payments, ${ROUND_TRIP_MS} ms added to each round trip`);
console.log(`${'a bare select 1'.padEnd(22)} ${spreadOf(least.ms)}`);
for (const [index, [name, way]] of contenders.entries()) {
  const { ms } = measured[index] ?? { ms: [] };
  const before = await proxy.roundTrips();
  await way();
  const count = (await proxy.roundTrips()) - before;
  const ratio = quantile(ms, 0.5) / quantile(least.ms, 0.5);
  console.log(
    `${name.padEnd(22)} ${spreadOf(ms)}, round trips by count ${count}, by time ${spreadOf(inTrips(ms), '')}, to a bare one ${ratio.toFixed(2)}`,
  );
}
const reads = measured[2]?.ms ?? [];
const ratios = (measured[0]?.ms ?? []).map((ms, index) => ms / (reads[index] ?? Number.NaN));
console.log(`Drizzle's transaction to a tenant read: ratio ${spreadOf(ratios, '')}`);

await Promise.all([client.end(), closeDatabase(ours), served.close()]);
await proxy.close();

const trips = quantile(reads, 0.5) / quantile(least.ms, 0.5);
if (!(trips <= TRIPS_MAX)) {
  console.error(`a tenant read took ${trips.toFixed(2)} bare round trips, over ${TRIPS_MAX}`);
  process.exitCode = 1;
}
