/** What describe() is asked, checked once. */
import { Refusal } from '../../../lib/errors/index.ts';
import type { Grain, Metric, QueryDescribeArgs } from '../resolvers.generated.ts';

/** Buckets start on `from` at the earliest and on `to` at the latest; null: no bound. */
export interface Question {
  readonly metric: Metric;
  readonly grain: Grain;
  readonly from: string | null;
  readonly to: string | null;
}

type Arguments = Pick<QueryDescribeArgs, 'metric' | 'period'> & { readonly grain: Grain };

/**
 * A bucket answers when any of its days lies in the period, and then it is whole: statistics of half
 * a month can't be told from those of the month, and no day asked for may go missing.
 * @throws {Refusal} BAD_USER_INPUT when the period ends before it starts.
 * @example toQuestion({ metric, grain: 'MONTH', period: { from: '1993-02-15', to: '1993-03-01' } })
 *   // the buckets that start from 1993-02-01 to 1993-03-01
 */
export function toQuestion({ metric, grain, period }: Arguments): Question {
  if (!period) return { metric, grain, from: null, to: null };
  if (period.from > period.to) {
    throw new Refusal('BAD_USER_INPUT', 'The period ends before it starts.', {
      reason: 'PERIOD_REVERSED',
      hint: `from is ${period.from}, to is ${period.to}; swap them.`,
    });
  }
  return { metric, grain, from: bucketStartOf(grain, period.from), to: period.to };
}

/** Equal for equal questions. */
export function questionKey({ metric, grain, from, to }: Question): string {
  return [metric, grain, from, to].join(' ');
}

/** First day of the month, quarter or year a day lies in. */
export function bucketStartOf(grain: Grain, day: string): string {
  const year = day.slice(0, 4);
  const month = Number(day.slice(5, 7));
  switch (grain) {
    case 'MONTH':
      return `${day.slice(0, 7)}-01`;
    case 'QUARTER':
      return `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
    case 'YEAR':
      return `${year}-01-01`;
    default:
      return grain satisfies never;
  }
}
