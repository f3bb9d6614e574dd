/**
 * Claim: what keeps tenants apart from token to row costs at most 5 % of throughput. Two platforms on
 * one database answer the same operations in turns: one as it ships, one that signs and verifies no
 * hop token, and whose database role passes row-level security (bench/insecure/). Every body is
 * compared. Prints operations a second of both, and the ratio with its spread.
 *
 *     node bench/security.ts
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { SignJWT } from 'jose';
import postgres from 'postgres';
import { Pool } from 'undici';
import {
  analyzeDatabase,
  closeDatabase,
  connectDatabase,
  ensureRoles,
  migrate,
  startEmbedded,
  withTenant,
} from '../lib/db/index.ts';
import { bankIdOf } from '../lib/ids.ts';
import { ensureKeyPair, ensureSecret, loadPrivateKey } from '../lib/keys.ts';
import { createLog } from '../lib/log.ts';
import { loadBerka } from '../subgraphs/facts/load/index.ts';
import { payments } from '../subgraphs/facts/tables.ts';
import { type Program, startProgram } from '../test/support/processes.ts';
import { signedPolicy } from '../test/support/signing.ts';

const ROUNDS = 25;
const PER_ROUND = 240;
const CLIENTS = 8;
const CLAIM = 0.95;
const BANKS = ['HB', 'AB', 'CD', 'ST'];

const OPERATIONS: Readonly<Record<string, string>> = {
  'one subgraph': '{ bank { id code accountCount } }',
  'a page':
    '{ payments(first: 20) { edges { node { id valueDate amount { minorUnits currency } } } } }',
  'across subgraphs': `{ payments(first: 5) { edges { node { id amount { minorUnits }
    account { number holders { birthDate gender } counterparties(first: 2) { bank } } } } } }`,
};

const dir = await mkdtemp(join(tmpdir(), 'payscope-security-'));
const keys = join(dir, 'keys');
const policy = await signedPolicy(join(dir, 'signed'));
const log = createLog({ name: 'bench', level: 'warn' });
const embedded = await startEmbedded({ dataDir: dir, log });
const stops: (() => Promise<unknown>)[] = [embedded.stop];
try {
  await main();
} finally {
  for (const stop of stops.reverse()) await stop();
  await rm(dir, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const { appUrl, bypassUrl } = await prepare();
  const on = await platform('subgraphs/main.ts', 'gateway/main.ts', appUrl);
  const off = await platform('bench/insecure/subgraphs.ts', 'bench/insecure/gateway.ts', bypassUrl);
  const tokens = await Promise.all(BANKS.map(tokenOf));
  const table = new Table({
    head: ['operation', 'off', 'on', 'ratio', '10th to 90th percentile'],
    style: { head: [], border: [] },
  });
  const all: number[] = [];
  for (const [name, query] of Object.entries(OPERATIONS)) {
    const expected = await Promise.all(tokens.map((token) => ask(off, token, query)));
    const round = (at: Pool) => perSecond(at, query, tokens, expected);
    for (const at of [on, off, on, off]) await round(at);
    const rounds: { readonly on: number; readonly off: number }[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const first = turn % 2 === 0 ? on : off;
      const a = await round(first);
      const b = await round(first === on ? off : on);
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
}

function spread(ratios: readonly number[]): [string, string] {
  const at = (part: number) => quantile(ratios, part).toFixed(3);
  return [at(0.5), `${at(0.1)} to ${at(0.9)}`];
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
}

/** The real payments, and a role that passes every policy. */
async function prepare() {
  const passwords = { ownerPassword: 'owner', appPassword: 'app' };
  const { ownerUrl, appUrl } = await ensureRoles(embedded.url, passwords);
  await migrate({ url: ownerUrl, dir: 'migrations', log });
  const options = { poolMax: 2, statementTimeoutMs: 60_000, applicationName: 'bench' };
  const db = connectDatabase({ url: appUrl, ...options });
  await loadBerka({ db, dataDir: 'data/berka' });
  await closeDatabase(db);
  await analyzeDatabase(ownerUrl);
  const admin = postgres(Object.assign(new URL(embedded.url), { pathname: '/payscope' }).href);
  await admin`create role insecure login bypassrls password 'insecure' in role payscope_app`;
  await admin.end();
  const bypass = Object.assign(new URL(appUrl), { username: 'insecure', password: 'insecure' });
  await checkBypass(bypass.href);
  return { appUrl, bypassUrl: bypass.href };
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

async function platform(subgraphs: string, gateway: string, databaseUrl: string): Promise<Pool> {
  const hop = await ensureKeyPair(keys, 'hop');
  await ensureKeyPair(keys, 'issuer');
  const served = await started(subgraphs, 4, {
    APP_DATABASE_URL: databaseUrl,
    HOP_JWKS_FILE: hop.publicFile,
    CURSOR_SECRET_FILE: await ensureSecret(keys, 'cursor'),
  });
  const names = ['facts', 'metrics', 'graph', 'audit'];
  const urls = names.map((name) => [`${name.toUpperCase()}_URL`, served.urls.get(name) ?? '']);
  const running = await started(gateway, 1, {
    PORT: '0',
    DATA_DIR: dir,
    HOP_KEY_FILE: hop.privateFile,
    RATE_PER_SECOND: '0',
    ...Object.fromEntries(urls),
    ...policy.env,
  });
  const pool = new Pool(running.urls.get('gateway') ?? '', { connections: CLIENTS });
  stops.push(() => pool.close());
  return pool;
}

async function started(
  script: string,
  servers: number,
  env: Readonly<Record<string, string>>,
): Promise<Program> {
  const program = await startProgram(script, env, servers);
  stops.push(program.stop);
  return program;
}

async function tokenOf(bank: string): Promise<string> {
  const { key, kid } = await loadPrivateKey((await ensureKeyPair(keys, 'issuer')).privateFile);
  return new SignJWT({ role: 'BANK_ADMIN', bank_id: bankIdOf(bank) })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setIssuer('urn:payscope:development-issuer')
    .setAudience('payscope-gateway')
    .setSubject(`bench@${bank}`)
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(key);
}

/** @returns the data, without what differs from one answer to the next. */
async function ask(at: Pool, token: string, query: string): Promise<string> {
  const response = await at.request({
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
  at: Pool,
  query: string,
  tokens: readonly string[],
  expected: readonly string[],
): Promise<number> {
  const from = performance.now();
  let sent = 0;
  const client = async (): Promise<void> => {
    while (sent < PER_ROUND) {
      const bank = sent % tokens.length;
      sent += 1;
      const answer = await ask(at, tokens[bank] ?? '', query);
      if (answer !== expected[bank]) throw new Error(`another answer: ${answer}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (PER_ROUND * 1_000) / (performance.now() - from);
}
