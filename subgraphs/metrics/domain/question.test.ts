import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../lib/errors/index.ts';
import type { Grain } from '../resolvers.generated.ts';
import { bucketStartOf, questionKey, toQuestion } from './question.ts';

const metric = 'PAYMENT_AMOUNT';

describe('the first day of a bucket', () => {
  it.each<[Grain, string, string]>([
    ['MONTH', '1993-02-28', '1993-02-01'],
    ['QUARTER', '1993-01-01', '1993-01-01'],
    ['QUARTER', '1993-03-31', '1993-01-01'],
    ['QUARTER', '1993-04-01', '1993-04-01'],
    ['QUARTER', '1993-12-31', '1993-10-01'],
    ['YEAR', '1993-12-31', '1993-01-01'],
  ])('%s of %s is %s', (grain, day, start) => {
    expect(bucketStartOf(grain, day)).toBe(start);
  });
});

describe('a question', () => {
  it('without a period has no bounds', () => {
    expect(toQuestion({ metric, grain: 'MONTH' })).toEqual({
      metric,
      grain: 'MONTH',
      from: null,
      to: null,
    });
  });

  it('reaches back to the start of the bucket its first day lies in', () => {
    const period = { from: '1993-02-15', to: '1993-03-01' };
    expect(toQuestion({ metric, grain: 'MONTH', period })).toMatchObject({
      from: '1993-02-01',
      to: '1993-03-01',
    });
  });

  it('may be about a single day', () => {
    const period = { from: '1993-02-15', to: '1993-02-15' };
    expect(toQuestion({ metric, grain: 'YEAR', period })).toMatchObject({ from: '1993-01-01' });
  });

  it('is refused when the period ends before it starts', () => {
    const period = { from: '1993-02-15', to: '1993-02-14' };
    const asking = () => toQuestion({ metric, grain: 'MONTH', period });
    expect(asking).toThrow(Refusal);
    expect(asking).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('has a key of its own for every answer it can get', () => {
    const questions = [
      toQuestion({ metric, grain: 'MONTH' }),
      toQuestion({ metric, grain: 'YEAR' }),
      toQuestion({ metric: 'DEBIT_AMOUNT', grain: 'MONTH' }),
      toQuestion({ metric, grain: 'MONTH', period: { from: '1993-01-01', to: '1993-01-31' } }),
      toQuestion({ metric, grain: 'MONTH', period: { from: '1993-01-01', to: '1993-02-28' } }),
    ];
    expect(new Set(questions.map(questionKey)).size).toBe(questions.length);
  });
});
