/**
 * Claim: in a trail of 1,000,000 entries, the proof of one is under 1 KiB of JSON. The tree is grown in
 * a database of its own by what appends grow it with; proofs are asked of it one at a time, are put into
 * the words of the graph, and are checked by code that shares nothing with what made them.
 *
 *     DATABASE_URL=postgres://… node bench/audit-proof.ts [entries]
 */
import { createHash } from 'node:crypto';
import { withTenant } from '../lib/db/index.ts';
import { toBankId } from '../lib/ids.ts';
import { toBase64 } from '../subgraphs/audit/answer-proof.ts';
import { grow, NO_TREE } from '../subgraphs/audit/merkle/tiles.ts';
import { proveEntries } from '../subgraphs/audit/prove-entry.ts';
import { keepTree } from '../subgraphs/audit/queries/keep-tree.ts';
import { fromBase64, rootOver } from '../test/support/audit-client.ts';
import { openPreparedDatabase } from './support/prepared-database.ts';
import { quantile } from './support/rounds.ts';

const PIECE = 10_000;
const PROOFS = 2_000;
const BYTES_MAX = 1_024;
const size = Number(process.argv[2] ?? 1_000_000);

await using prepared = await openPreparedDatabase({ poolMax: 2 });
const { db } = prepared;
const bankId = toBankId(crypto.randomUUID());
const leafOf = (index: number) => createHash('sha256').update(`leaf ${index}`).digest();

let tree = NO_TREE;
while (tree.size < size) {
  const count = Math.min(PIECE, size - tree.size);
  const from = tree.size;
  const leaves = Array.from({ length: count }, (_, at) => leafOf(from + at).toString('hex'));
  const grown = grow(tree, leaves);
  await withTenant(db, bankId, (tx) => keepTree(tx, bankId, grown));
  tree = grown.tree;
}
const bytes: number[] = [];
const milliseconds: number[] = [];
for (let round = 0; round < PROOFS; round += 1) {
  // First, last, and what lies between.
  const index = Math.round((round / (PROOFS - 1)) * (size - 1));
  const startedAt = performance.now();
  const asked = { sequences: [index + 1], size };
  const proofs = await withTenant(db, bankId, (tx) => proveEntries(tx, bankId, asked));
  milliseconds.push(performance.now() - startedAt);
  const proof = proofs.get(index + 1);
  const answer = { leafIndex: index, treeSize: size, hashes: toBase64(proof?.hashes ?? []) };
  const root = rootOver(index, size, leafOf(index), fromBase64(answer.hashes));
  if (root.toString('hex') !== proof?.root) throw new Error(`entry ${index + 1} is not proven`);
  bytes.push(Buffer.byteLength(JSON.stringify(answer)));
}
const ms = (part: number) => quantile(milliseconds, part).toFixed(1);
const most = Math.max(...bytes);
console.log(
  `${PROOFS} entries of ${size} proven, each checked: ${quantile(bytes, 0.5)} bytes of JSON, ` +
    `at most ${most}; ${ms(0.5)} ms, p99 ${ms(0.99)} ms`,
);
if (most >= BYTES_MAX) process.exitCode = 1;
