/** Memory does not grow with what is read; bench/ingest-memory.ts reads 200 MB of every kind. */
import { describe, expect, it } from 'vitest';
import { readGenerated } from '../../../test/support/read-generated-process.ts';

/** Of 200 MB, all of it being held would be more than that. */
const MEGABYTES_MORE_MAX = 80;

describe('a reader takes no more memory', () => {
  it.each([
    ['one line', 200],
    ['one text', 200],
    ['one entry', 20],
    ['csv', 20],
    ['xml', 20],
  ])('for %s of %d MB than for a thousandth', { timeout: 60_000 }, async (shape, megabytes) => {
    const small = await readGenerated(shape, megabytes / 1_000);
    const large = await readGenerated(shape, megabytes);
    expect(large.megabytesPeak - small.megabytesPeak).toBeLessThan(MEGABYTES_MORE_MAX);
    expect(large.payments).toBeGreaterThan(0);
  });
});
