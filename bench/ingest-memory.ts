/**
 * Claim: however large a file of payments, and whatever in it does not end, reading it takes the same
 * memory. Each kind is read by a process of its own that may have a heap of 128 MB, small and at 200 MB.
 *
 *     node bench/ingest-memory.ts
 */
import { SHAPES } from '../test/support/generated-source.ts';
import { readGenerated } from '../test/support/read-generated-process.ts';

const MEGABYTES = 200;

for (const { name } of SHAPES) {
  const small = await readGenerated(name, MEGABYTES / 1_000);
  const large = await readGenerated(name, MEGABYTES);
  const records = large.payments + large.refused;
  console.log(
    `${name}: ${large.megabytesPeak} MB at its peak, ${small.megabytesPeak} MB for a thousandth; ` +
      `${records} records, ${Math.round(MEGABYTES / large.seconds)} MB/s`,
  );
}
