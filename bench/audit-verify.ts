/**
 * Claim: a dump is verified at 300,000 entries a second on one core. Counts processor time of the
 * whole process, so that what else the machine does, and any thread that helps, are not for free.
 *
 *     node bench/audit-verify.ts [entries]
 */
import { openCheckpoint } from '../subgraphs/audit/checkpoint/checkpoint.ts';
import type { ByteSource } from '../subgraphs/audit/dump/read-lines.ts';
import { verifyDump } from '../subgraphs/audit/dump/verify-dump.ts';
import {
  checkpointOf,
  drawEntries,
  dumpOf,
  LOG_BANK,
  logSigner,
} from '../test/support/audit-log.ts';
import { quantile } from './support/rounds.ts';

const ROUNDS = 11;
const count = Number(process.argv[2] ?? 200_000);

const entries = drawEntries(count);
const dump = dumpOf(entries);
const checkpoints = [openCheckpoint(checkpointOf(entries), logSigner(7))];
const rates: number[] = [];
for (let round = 0; round <= ROUNDS; round += 1) {
  const before = process.cpuUsage();
  const { finding, proven } = await verifyDump(sourceOf(dump), { checkpoints, bankId: LOG_BANK });
  const { user, system } = process.cpuUsage(before);
  if (finding || proven !== count) throw new Error('the dump is whole and was not found so');
  // The first round warms up.
  if (round > 0) rates.push((count * 1e6) / (user + system));
}
const at = (part: number) => `${Math.round(quantile(rates, part) / 1000)},000`;
console.log(
  `${at(0.5)} entries a second and core (${at(0)} to ${at(1)}, ${ROUNDS} rounds of ${count}, ` +
    `${Math.round(dump.length / count)} bytes an entry, memory ${Math.round(process.memoryUsage().rss / 1e6)} MB with the dump in it)`,
);

function sourceOf(bytes: Buffer): ByteSource {
  let at = 0;
  return {
    read: async (into, offset, length) => {
      const bytesRead = bytes.copy(into, offset, at, at + length);
      at += bytesRead;
      return { bytesRead };
    },
  };
}
