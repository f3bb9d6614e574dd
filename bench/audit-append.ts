/**
 * Claim: appending what waits together takes a twentieth of the time of a transaction for each entry,
 * at the same durability: both are answered when PostgreSQL has the commit on disk. Measured in
 * turns against a database of its own, by the same clients, over the same pool; the chain and the
 * number of entries are checked afterwards.
 *
 *     DATABASE_URL=postgres://… node bench/audit-append.ts
 */
import { withTenant } from '../lib/db/index.ts';
import { type BankId, newDecisionId, toBankId } from '../lib/ids.ts';
import { append } from '../subgraphs/audit/append.ts';
import { coalesce } from '../subgraphs/audit/coalesce.ts';
import type { Operation } from '../subgraphs/audit/domain/operation.ts';
import { verify } from '../subgraphs/audit/verify.ts';
import { openPreparedDatabase } from './support/prepared-database.ts';
import { quantile } from './support/rounds.ts';

const ROUNDS = 7;
const CLIENTS = 200;
const PER_ROUND = 2_000;
/** As subgraphs/audit/routes/entries.ts. */
const BATCH_MAX = 100;

await using prepared = await openPreparedDatabase({ poolMax: 6 });
const { db } = prepared;

/** Both queue alike, so that one by one does not pay for waiting on the chain's lock either. */
const appending = (itemsMax: number) =>
  coalesce<BankId, Operation, unknown>({
    run: (bankId, operations) =>
      withTenant(db, bankId, (tx) => append(tx, { bankId, operations, now: new Date() })),
    itemsMax,
  });
const together = appending(BATCH_MAX);
const oneByOne = appending(1);

const ratios: number[] = [];
for (const warm of [together, oneByOne]) await rate(warm, PER_ROUND / 10);
for (let round = 0; round < ROUNDS; round += 1) {
  const single = await rate(oneByOne, PER_ROUND / 10);
  const grouped = await rate(together, PER_ROUND);
  ratios.push(grouped / single);
  console.log(`  ${Math.round(single)} one by one, ${Math.round(grouped)} together, entries/s`);
}
const at = (part: number) => quantile(ratios, part).toFixed(1);
console.log(`together ${at(0.5)} times as many (${at(0)} to ${at(1)}, ${ROUNDS} rounds)`);

/** Entries a second into a bank of its own. */
async function rate(
  add: (bankId: BankId, operation: Operation) => Promise<unknown>,
  count: number,
): Promise<number> {
  const bankId = toBankId(crypto.randomUUID());
  let left = count;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await add(bankId, operation());
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - startedAt) / 1_000;
  const found = await withTenant(db, bankId, (tx) => verify(tx, { bankId, pieceSize: 1_000 }));
  if (!found.intact || found.entriesChecked !== count) throw new Error('not what was appended');
  return count / seconds;
}

function operation(): Operation {
  return {
    decisionId: newDecisionId(),
    subject: 'bench',
    role: 'ANALYST',
    operationName: 'Payments',
    operationHash: 'ab'.repeat(32),
    policyRevision: 'r1',
    outcome: 'ALLOWED',
    deniedCoordinates: [],
    entityIds: [],
    event: null,
    elevationIds: [],
  };
}
