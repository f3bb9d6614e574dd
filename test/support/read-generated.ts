/**
 * Reads a generated source of so many bytes as a format, and prints what came of it and how much memory it
 * took: run as a process of its own, with little memory to take.
 *
 *     node --max-old-space-size=128 test/support/read-generated.ts csv 200
 */
import { readPayments } from '../../subgraphs/facts/ingest/read-payments.ts';
import { generateSource, SHAPES } from './generated-source.ts';

const [shape = '', megabytes = '0'] = process.argv.slice(2);
const found = SHAPES.find(({ name }) => name === shape);
if (!found) throw new Error(`takes one of ${SHAPES.map(({ name }) => name).join(', ')}`);

let payments = 0;
let refused = 0;
const startedAt = performance.now();
for await (const { kind } of readPayments(found.format, generateSource(found, Number(megabytes)))) {
  if (kind === 'payment') payments += 1;
  else refused += 1;
}
const seconds = (performance.now() - startedAt) / 1_000;
const { maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({ payments, refused, seconds, megabytesPeak: Math.round(maxRSS / 1_024) }),
);
