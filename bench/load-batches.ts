/**
 * Claim: payments recorded a thousand at a time go at least ten times as fast as one at a time, by one
 * client and by six: through gateway and subgraphs as processes of their own, policy and audit trail
 * included. Measured in turns, every answer checked, and the rows counted afterwards. Exits 1 when a
 * median ratio is lower.
 *
 *     node bench/load-batches.ts
 */
import postgres from 'postgres';
import { bankIdOf } from '../lib/ids.ts';
import { startGatewayOver } from './support/gateway-over.ts';
import { openLoadedDatabase } from './support/loaded-database.ts';
import { quantile, spreadOf } from './support/rounds.ts';

const ROUNDS = 7;
const RATIO_MIN = 10;
const BATCH = 1_000;
const CLIENTS = [1, 6];
/** Requests of each client in a round. */
const SINGLES = 20;
const BATCHES = 2;
const HB = bankIdOf('HB');
const ACCOUNTS = 50;
const QUERY = `mutation Record($input: RecordPaymentsInput!, $key: String!) {
  recordPayments(input: $input, idempotencyKey: $key) {
    recordedCount replayed userErrors { code field }
  }
}`;

await using database = await openLoadedDatabase();
await using gateway = await startGatewayOver(database.appUrl, {
  personalKeys: database.personalKeys,
  env: { RATE_PER_SECOND: '0' },
});
const authorization = `Bearer ${await gateway.token('SYSTEM', 'HB')}`;
const admin = postgres(database.adminUrl, { max: 1 });
const accounts = await admin<{ number: string }[]>`
  select number from facts.accounts where bank_id = ${HB} order by id limit ${ACCOUNTS}`;
let sent = 0;

const tooLow: string[] = [];
for (const clients of CLIENTS) {
  await rate(clients, { requests: 5, size: 1 });
  await rate(clients, { requests: 1, size: BATCH });
  const rounds: { readonly single: number; readonly batched: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const single = await rate(clients, { requests: SINGLES, size: 1 });
    const batched = await rate(clients, { requests: BATCHES, size: BATCH });
    rounds.push({ single, batched });
  }
  const ratios = rounds.map(({ single, batched }) => batched / single);
  const name = `${clients} client${clients === 1 ? '' : 's'}`;
  console.log(`${name}, ${ROUNDS} rounds in turns`);
  console.log(
    `  one at a time   ${spreadOf(
      rounds.map(({ single }) => single),
      ' payments/s',
    )}`,
  );
  console.log(
    `  ${BATCH} at a time  ${spreadOf(
      rounds.map(({ batched }) => batched),
      ' payments/s',
    )}`,
  );
  console.log(`  ratio           ${spreadOf(ratios, '')}`);
  if (!(quantile(ratios, 0.5) >= RATIO_MIN)) tooLow.push(name);
}

const [row] = await admin<{ payments: number; events: number }[]>`
  select count(*)::integer as payments, count(o.id)::integer as events
  from facts.payments p left join facts.outbox o on o.bank_id = p.bank_id and o.payment_id = p.id
  where p.bank_id = ${HB} and p.reference like 'bench-%'`;
await admin.end();
if (row?.payments !== sent || row.events !== sent) {
  throw new Error(`of ${sent} payments ${row?.payments} are there, with ${row?.events} events`);
}
console.log(`all ${sent} payments are there, each with its event`);
if (tooLow.length > 0) {
  console.error(`less than ${RATIO_MIN} times as fast with ${tooLow.join(' and ')}`);
  process.exitCode = 1;
}

/** Payments a second. */
async function rate(
  clients: number,
  { requests, size }: { readonly requests: number; readonly size: number },
): Promise<number> {
  // Made before the clock starts: what a client does to make its payments is its own affair.
  const bodies = Array.from({ length: clients }, () =>
    Array.from({ length: requests }, () => bodyOf(size)),
  );
  const startedAt = performance.now();
  await Promise.all(bodies.map((own) => record(own, size)));
  return (clients * requests * size) / ((performance.now() - startedAt) / 1_000);
}

async function record(bodies: readonly string[], size: number): Promise<void> {
  const recorded = { recordedCount: size, replayed: false, userErrors: [] };
  // What follows are extensions; errors would come before.
  const wanted = JSON.stringify({ data: { recordPayments: recorded } }).slice(0, -1);
  for (const body of bodies) {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    });
    const answer = await response.text();
    if (!answer.startsWith(wanted)) {
      throw new Error(`not recorded: ${answer.slice(0, 500)}`);
    }
  }
}

function bodyOf(size: number): string {
  const payments = Array.from({ length: size }, () => {
    sent += 1;
    return {
      reference: `bench-${sent}`,
      accountNumber: accounts[sent % accounts.length]?.number,
      minorUnits: 100 + sent,
      currency: 'CZK',
      direction: 'DEBIT',
      channel: 'TRANSFER_OUT',
      valueDate: '2026-11-24',
      counterpartyBank: 'AB',
      counterpartyAccount: String(10_000_000 + (sent % 1_000)),
    };
  });
  const variables = { input: { payments }, key: `bench-${sent}` };
  return JSON.stringify({ query: QUERY, variables });
}
