/**
 * Claim: that facts.payments is partitioned costs a read at most a tenth: for a bank that keeps its payments for
 * ever, in the default partition, and for one with one of its own. Measured in turns with one table over
 * the same rows, all of the data set, by requests to the facts subgraph. Exits 1 when one takes more.
 *
 *     node bench/partitions.ts [rounds]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { retainBank } from '../cli/data/retain-bank.ts';
import {
  closeDatabase,
  connectDatabase,
  ensureRoles,
  migrate,
  type RoleUrls,
  startEmbedded,
  withTenant,
} from '../lib/db/index.ts';
import { openPool } from '../lib/db/pool.ts';
import { ensureKeyFile, openPersonalKeys } from '../lib/envelope/index.ts';
import { bankIdOf } from '../lib/ids.ts';
import { createLog } from '../lib/log.ts';
import { facts } from '../subgraphs/facts/index.ts';
import { loadBerka } from '../subgraphs/facts/load/index.ts';
import { readPeriod } from '../subgraphs/facts/retention/period.ts';
import { serveForTest } from '../test/support/subgraph.ts';
import { inTurns, quantile, spreadOf } from './support/rounds.ts';

const ROUNDS = Number(process.argv[2] ?? 300);
const SLOWER_MAX = 1.1;
/** Rather than the middle: what else the machine does hits the slower ones. */
const QUIET = 0.1;
const HB = bankIdOf('HB');
const PASSWORDS = { ownerPassword: 'bench owner', appPassword: 'bench app' };

const dataDir = await mkdtemp(join(tmpdir(), 'payscope-partitions-'));
const log = createLog({ name: 'bench', level: 'warn' });
const server = await startEmbedded({ dataDir, log });
const urlsOf = (name: string) => ensureRoles(server.url, PASSWORDS, name);
const run = async (url: string, text: string) => {
  const sql = openPool(url, { max: 1, fetch_types: false });
  await sql.unsafe(text).simple();
  await sql.end();
};
const asAdmin = (database: string, text: string) =>
  run(Object.assign(new URL(server.url), { pathname: `/${database}` }).href, text);

const whole = await urlsOf('whole');
await migrate({ url: whole.ownerUrl, dir: join(import.meta.dirname, '../migrations'), log });
await load(whole);
for (const name of ['one_table', 'own_partition']) {
  await asAdmin('postgres', `create database ${name} template whole owner payscope_owner`);
}
await asAdmin(
  'one_table',
  `create table facts.one_table (like facts.payments including all);
   insert into facts.one_table select * from facts.payments;
   drop table facts.payments;
   alter table facts.one_table rename to payments;
   alter table facts.payments enable row level security;
   alter table facts.payments force row level security;
   create policy tenant on facts.payments
     using (bank_id = (select app.current_bank())) with check (bank_id = (select app.current_bank()));
   create policy tenant_only on facts.payments as restrictive
     using (bank_id = (select app.current_bank())) with check (bank_id = (select app.current_bank()));
   grant select on facts.payments to payscope_app;`,
);
const own = await urlsOf('own_partition');
await openOwnPartition(own);
const databases: readonly (readonly [string, RoleUrls])[] = [
  ['one table', await urlsOf('one_table')],
  ['the default partition', whole],
  ['a partition of its own', own],
];
for (const [, { ownerUrl }] of databases) await run(ownerUrl, 'vacuum analyze');

const served = await Promise.all(databases.map(([, { appUrl }]) => serveForTest(facts, appUrl)));
let isSlow = false;
for (const [what, query] of await questions()) {
  const ways = served.map(
    ({ ask }) =>
      () =>
        ask('HB', query),
  );
  await inTurns(30, ways);
  const measured = await inTurns(ROUNDS, ways);
  console.log(what);
  const least = quantile(measured[0]?.ms ?? [], QUIET);
  for (const [index, [name]] of databases.entries()) {
    const ms = measured[index]?.ms ?? [];
    const ratio = quantile(ms, QUIET) / least;
    isSlow ||= !(ratio <= SLOWER_MAX);
    console.log(`  ${name.padEnd(22)} ${spreadOf(ms)}, ${ratio.toFixed(2)} of one table's`);
  }
}
for (const { close } of served) await close();
await server.stop();
await rm(dataDir, { recursive: true, force: true });
if (isSlow) {
  console.error(`a read takes more than ${SLOWER_MAX} of one table`);
  process.exitCode = 1;
}

async function load({ appUrl }: RoleUrls): Promise<void> {
  const db = connectDatabase({
    url: appUrl,
    poolMax: 2,
    statementTimeoutMs: 60_000,
    applicationName: 'bench-load',
  });
  const PERSONAL_KEYS = `file:${await ensureKeyFile(join(dataDir, 'personal-data.json'))}`;
  const keys = await openPersonalKeys({ PERSONAL_KEYS });
  const startedAt = performance.now();
  const { counts } = await loadBerka({
    db,
    keys,
    dataDir: join(import.meta.dirname, '../data/berka'),
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`loaded ${counts.payments} payments in ${seconds.toFixed(1)} s`);
  await closeDatabase(db);
}

/** With one payment that leaves, so old that no page below has it. */
async function openOwnPartition({ ownerUrl }: RoleUrls): Promise<void> {
  const db = connectDatabase({
    url: ownerUrl,
    poolMax: 1,
    statementTimeoutMs: 600_000,
    applicationName: 'bench-retain',
  });
  const text = 'P100Y';
  const period = { text, ...(readPeriod(text) ?? { months: 0, days: 0 }) };
  await withTenant(db, HB, (tx) =>
    tx.execute(sql`update facts.payments set value_date = '1900-01-01'
      where bank_id = ${HB} and reference = (
        select min(reference) from facts.payments where bank_id = ${HB})`),
  );
  const startedAt = performance.now();
  const about = { revision: 'bench', operator: 'bench', now: new Date() };
  await retainBank(db, { bankId: HB, table: 'payments', period, ...about });
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`gave the home bank a partition of its own in ${seconds.toFixed(1)} s`);
  await closeDatabase(db);
}

async function questions(): Promise<readonly (readonly [string, string])[]> {
  const NODES = '{ edges { node { id amount { minorUnits } valueDate } } }';
  const sql = openPool(own.ownerUrl, { max: 1 });
  const [row] = await sql.begin(async (tx) => {
    await tx`select set_config('app.bank_id', ${HB}, true)`;
    return tx<{ id: string }[]>`select id from facts.payments where bank_id = ${HB}
      order by reference offset 1000 limit 1`;
  });
  await sql.end();
  return [
    ['payments(first: 20)', `{ payments(first: 20) ${NODES} }`],
    [
      'payments(first: 20, orderBy: AMOUNT_DESC)',
      `{ payments(first: 20, orderBy: AMOUNT_DESC) ${NODES} }`,
    ],
    ['payment(id)', `{ payment(id: "${row?.id}") { id amount { minorUnits } } }`],
    [
      'payments of 20 accounts',
      `{ accounts(first: 20) { edges { node { id payments(first: 5) ${NODES} } } } }`,
    ],
  ];
}
