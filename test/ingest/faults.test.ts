/** Some dozens of faults; `npm run prove:ingest` does ten thousand. */
import { expect, it } from 'vitest';
import { runFaults } from './faults.ts';

const FAULTS = 48;

it(`through ${FAULTS} faults no payment is lost or doubled, and each is told of, signed and in order`, {
  timeout: 240_000,
}, async () => {
  const report = await runFaults({ faults: FAULTS, seed: 7 });
  expect(report.violations).toEqual([]);
  expect(report.faults.size).toBeGreaterThan(4);
  expect(report.payments).toBeGreaterThan(FAULTS / 2);
  expect(report.deliveries).toBeGreaterThanOrEqual(report.payments);
});
