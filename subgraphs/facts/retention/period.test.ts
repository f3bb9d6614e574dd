import { expect, it } from 'vitest';
import { firstDayKept, readPeriod } from './period.ts';

it.each([
  ['P10Y', { months: 120, days: 0 }],
  ['P18M', { months: 18, days: 0 }],
  ['P1Y6M90D', { months: 18, days: 90 }],
])('reads %s', (text, period) => {
  expect(readPeriod(text)).toEqual(period);
});

it.each([
  '',
  'P',
  'P0Y',
  '10Y',
  'P10',
  'P-1Y',
  'P1.5Y',
  'PT1H',
  'p10y',
  'P10Y ',
  'P1M1Y',
  'P9999Y',
])('takes "%s" for no period', (text) => {
  expect(readPeriod(text)).toBeUndefined();
});

it.each([
  ['P10Y', '2026-11-25', '2016-11-25'],
  ['P1Y', '2024-02-29', '2023-02-28'],
  ['P1M', '2025-03-31', '2025-02-28'],
  ['P1M', '2025-01-31', '2024-12-31'],
  ['P1D', '2025-01-01', '2024-12-31'],
  ['P1M1D', '2025-03-01', '2025-01-31'],
  ['P999Y', '2026-11-25', '1027-11-25'],
])('keeps by %s on %s what is of %s or later', (text, today, day) => {
  const period = readPeriod(text);
  expect(period && firstDayKept(period, new Date(today))).toBe(day);
});
