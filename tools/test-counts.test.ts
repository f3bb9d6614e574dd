import { describe, expect, it } from 'vitest';
import { addCounts, countVitest, renderCounts } from './test-counts.ts';

const green = {
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'passed', name: 'a.test.ts', assertionResults: [{}] }],
};
const broken = { status: 'failed', name: 'b.test.ts', assertionResults: [] };

describe('the last line of a test run', () => {
  it.each([
    ['a green run', JSON.stringify(green), 0, '5 passed, 0 failed, 2 skipped'],
    [
      'a failed test',
      JSON.stringify({ ...green, numFailedTests: 2 }),
      1,
      '5 passed, 2 failed, 2 skipped',
    ],
    [
      'a file that does not load',
      JSON.stringify({ ...green, testResults: [broken] }),
      1,
      '5 passed, 1 failed, 2 skipped',
    ],
    ['too little coverage', JSON.stringify(green), 1, '5 passed, 1 failed, 2 skipped'],
    ['no report at all', undefined, 1, '0 passed, 1 failed'],
    ['no report and no error', undefined, 0, '0 passed, 1 failed'],
  ])('counts %s', (_, report, exitCode, line) => {
    expect(renderCounts(countVitest(report, exitCode))).toBe(line);
  });

  it('adds the runners up', () => {
    const counts = [
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ];
    expect(addCounts(counts)).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });
});
