import { expect, it } from 'vitest';
import { lineCoverage, percentOf } from './line-coverage.ts';

const range = (start: number, end = start) => ({ start: { row: start }, end: { row: end } });
const files = new Map([['p.rego', 'policies/p.rego']]);

it('a line ran if it did in one of the reports', () => {
  const tests = {
    files: { 'p.rego': { covered: [range(1, 2)], not_covered: [range(4), range(5)] } },
  };
  const cases = { files: { '/p.rego': { covered: [range(4)], not_covered: [range(1)] } } };
  const { covered, total, percent, files: found } = lineCoverage([tests, cases], files);
  expect({ covered, total, percent }).toStrictEqual({ covered: 3, total: 4, percent: 75 });
  expect([...(found[0]?.lines ?? [])]).toStrictEqual([
    [1, true],
    [2, true],
    [4, true],
    [5, false],
  ]);
});

it('files that are not asked about, as tests, are left out', () => {
  const report = { files: { 'p_test.rego': { covered: [range(1)] } } };
  expect(lineCoverage([report], files)).toMatchObject({ total: 0, percent: 100 });
});

it('is never rounded up to all', () => {
  expect(percentOf(99_999, 100_000)).toBe(99.99);
});
