/**
 * Claim: what keeps tenants apart from token to row costs at most 5 % of throughput. Two platforms on
 * one database answer the same operations in turns: one as it ships, over mTLS; one over plain HTTP that
 * signs and verifies no hop token, and whose database role passes row-level security (bench/insecure/).
 * Both reach the database in the clear. Every body is compared. Prints operations a second of both, and
 * the ratio with its spread.
 *
 *     node bench/security.ts
 */
import Table from 'cli-table3';
import postgres from 'postgres';
import { Pool } from 'undici';
import { analyzeDatabase, closeDatabase, connectDatabase, withTenant } from '../lib/db/index.ts';
import { bankIdOf } from '../lib/ids.ts';
import { payments } from '../subgraphs/facts/tables.ts';
import { type RunningGateway, startGatewayOver } from './support/gateway-over.ts';
import { openLoadedDatabase } from './support/loaded-database.ts';
import { quantile } from './support/rounds.ts';

const ROUNDS = 25;
const PER_ROUND = 240;
const CLIENTS = 8;
const CLAIM = 0.95;
/** Of each side, before anything is measured: the trail has grown, and statistics fit it. */
const WARM_ROUNDS = 6;
const BANKS = ['HB', 'AB', 'CD', 'ST'];
const UNLIMITED = { RATE_PER_SECOND: '0' };

const OPERATIONS: Readonly<Record<string, string>> = {
  'one subgraph': '{ bank { id code accountCount } }',
  'a page':
    '{ payments(first: 20) { edges { node { id valueDate amount { minorUnits currency } } } } }',
  'across subgraphs': `{ payments(first: 5) { edges { node { id amount { minorUnits }
    account { number holders { birthDate gender } counterparties(first: 2) { bank } } } } } }`,
};

interface Side {
  readonly pool: Pool;
  /** One of each bank. */
  readonly tokens: readonly string[];
}

await using database = await openLoadedDatabase();
const { personalKeys } = database;
await using asItShips = await startGatewayOver(database.appUrl, {
  tls: true,
  env: UNLIMITED,
  personalKeys,
});
await using insecure = await startGatewayOver(await makeBypass(), {
  subgraphs: 'bench/insecure/subgraphs.ts',
  gateway: 'bench/insecure/gateway.ts',
  personalKeys,
  env: UNLIMITED,
});
const [on, off] = [await sideOf(asItShips), await sideOf(insecure)];
await warm();

const table = new Table({
  head: ['operation', 'off', 'on', 'ratio', '10th to 90th percentile'],
  style: { head: [], border: [] },
});
const all: number[] = [];
for (const [name, query] of Object.entries(OPERATIONS)) {
  const expected = await answersOf(off, query);
  for (const side of [on, off, on, off]) await perSecond(side, query, expected);
  const rounds: { readonly on: number; readonly off: number }[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const [first, second] = turn % 2 === 0 ? [on, off] : [off, on];
    const a = await perSecond(first, query, expected);
    const b = await perSecond(second, query, expected);
    rounds.push(first === on ? { on: a, off: b } : { on: b, off: a });
  }
  const ratios = rounds.map((both) => both.on / both.off);
  all.push(...ratios);
  const median = (which: 'on' | 'off') =>
    `${quantile(
      rounds.map((both) => both[which]),
      0.5,
    ).toFixed(0)}/s`;
  table.push([name, median('off'), median('on'), ...spread(ratios)]);
}
table.push(['all', '', '', ...spread(all)]);
console.log(table.toString());
const ratio = quantile(all, 0.5);
console.log(
  `${ROUNDS} rounds of ${PER_ROUND} each, ${CLIENTS} clients of ${BANKS.length} banks, every body compared; on is ${ratio.toFixed(3)} of off, claimed: ${CLAIM}`,
);
if (ratio < CLAIM) process.exitCode = 1;
await Promise.all([on.pool.close(), off.pool.close()]);

/** Plans are made for the tables as they are, and at the same moment on both sides. */
async function warm(): Promise<void> {
  for (let round = 0; round < WARM_ROUNDS; round += 1) {
    for (const side of [on, off]) {
      for (const query of Object.values(OPERATIONS))
        await perSecond(side, query, await answersOf(side, query));
    }
  }
  await analyzeDatabase(database.ownerUrl);
}

function answersOf({ pool, tokens }: Side, query: string): Promise<readonly string[]> {
  return Promise.all(tokens.map((token) => ask(pool, token, query)));
}

function spread(ratios: readonly number[]): [string, string] {
  const at = (part: number) => quantile(ratios, part).toFixed(3);
  return [at(0.5), `${at(0.1)} to ${at(0.9)}`];
}

/** A role that passes every policy. */
async function makeBypass(): Promise<string> {
  const admin = postgres(database.adminUrl, { max: 1 });
  await admin`create role insecure login bypassrls password 'insecure' in role payscope_app`;
  await admin.end();
  const credentials = { username: 'insecure', password: 'insecure' };
  const { href } = Object.assign(new URL(database.appUrl), credentials);
  await checkBypass(href);
  return href;
}

/** The measure would be worth nothing were the policies in force on both sides. */
async function checkBypass(url: string): Promise<void> {
  const options = { poolMax: 1, statementTimeoutMs: 60_000, applicationName: 'bench' };
  const db = connectDatabase({ url, ...options });
  const banks = await withTenant(db, bankIdOf('AB'), (tx) =>
    tx.selectDistinct({ bankId: payments.bankId }).from(payments),
  );
  await closeDatabase(db);
  if (banks.length < 2) throw new Error('row-level security is in force on the insecure side');
}

async function sideOf({ url, token }: RunningGateway): Promise<Side> {
  const tokens = await Promise.all(BANKS.map((bank) => token('BANK_ADMIN', bank)));
  return { pool: new Pool(url, { connections: CLIENTS }), tokens };
}

/** @returns the data, without what differs from one answer to the next. */
async function ask(pool: Pool, token: string, query: string): Promise<string> {
  const response = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const text = await response.body.text();
  const { data, errors } = JSON.parse(text);
  if (response.statusCode !== 200 || errors) throw new Error(text);
  return JSON.stringify(data);
}

async function perSecond(
  { pool, tokens }: Side,
  query: string,
  expected: readonly string[],
): Promise<number> {
  const from = performance.now();
  let sent = 0;
  const client = async (): Promise<void> => {
    while (sent < PER_ROUND) {
      const bank = sent % tokens.length;
      sent += 1;
      const answer = await ask(pool, tokens[bank] ?? '', query);
      if (answer !== expected[bank]) throw new Error(`another answer: ${answer}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (PER_ROUND * 1_000) / (performance.now() - from);
}
