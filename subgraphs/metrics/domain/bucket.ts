/** A rollup row as the graph shows it. */
import { money } from '../../../lib/money.ts';
import type { MetricBucket } from '../resolvers.generated.ts';
import type { RollupRow } from '../tables.ts';

export function toBucket(row: RollupRow): MetricBucket {
  const { currency } = row;
  return {
    periodStart: row.periodStart,
    channel: row.channel === 'ALL' ? null : row.channel,
    count: row.count,
    sum: money(row.sum, currency),
    mean: money(row.mean, currency),
    p50: money(row.p50, currency),
    p95: money(row.p95, currency),
    p99: money(row.p99, currency),
    min: money(row.min, currency),
    max: money(row.max, currency),
    stddev: money(row.stddev, currency),
  };
}
