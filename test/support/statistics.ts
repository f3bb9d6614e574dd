/** Statistics of payments computed by hand, for tests: no SQL, no code of the metrics subgraph. */
import { drawing, type MadePayment } from './payments.ts';

export const GRAINS = ['MONTH', 'QUARTER', 'YEAR'] as const;
export const METRICS = ['PAYMENT_AMOUNT', 'CREDIT_AMOUNT', 'DEBIT_AMOUNT'] as const;
const CHANNELS = ['CASH_DEPOSIT', 'CASH_WITHDRAWAL', 'CARD_WITHDRAWAL', 'INTERNAL'] as const;
export const FIGURES = ['sum', 'mean', 'p50', 'p95', 'p99', 'min', 'max', 'stddev'] as const;

type Grain = (typeof GRAINS)[number];
type Metric = (typeof METRICS)[number];

/** Two accounts and fourteen months; amounts repeat, so that ranks have ties. */
export function drawPayments(count: number): readonly MadePayment[] {
  const draw = drawing(42);
  return Array.from({ length: count }, () => {
    const month = draw(14);
    return {
      account: String(1 + draw(2)),
      minorUnits: draw(3) === 0 ? 100 * draw(4) : draw(5_000_000),
      valueDate: new Date(Date.UTC(1993, month, 1 + draw(28))).toISOString().slice(0, 10),
      direction: draw(2) === 0 ? ('CREDIT' as const) : ('DEBIT' as const),
      channel: CHANNELS[draw(CHANNELS.length)] ?? 'INTERNAL',
    };
  });
}

/** By hand: sort, count to the rank, sum in whole numbers. */
function statisticsOf(channel: string | null, periodStart: string, amounts: readonly number[]) {
  const sorted = amounts.toSorted((a, b) => a - b);
  const rank = (p: number) => sorted[Math.ceil(p * sorted.length) - 1];
  const sum = sorted.reduce((total, amount) => total + amount, 0);
  const mean = sum / sorted.length;
  const variance = sorted.reduce((v, amount) => v + (amount - mean) ** 2, 0) / sorted.length;
  const figures = {
    sum,
    mean: Math.round(mean),
    p50: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
    min: sorted[0],
    max: sorted.at(-1),
    stddev: Math.round(Math.sqrt(variance)),
  };
  const money = FIGURES.map((name) => [name, { minorUnits: figures[name], currency: 'CZK' }]);
  return { periodStart, channel, count: sorted.length, ...Object.fromEntries(money) };
}

/** Every bucket of the payments, in the order of the answer. */
export function expectedBuckets(payments: readonly MadePayment[], metric: Metric, grain: Grain) {
  const counted = payments.filter(
    ({ direction }) => metric === 'PAYMENT_AMOUNT' || metric === `${direction}_AMOUNT`,
  );
  const periods = Map.groupBy(counted, ({ valueDate }) => bucketStartOf(grain, valueDate));
  return [...periods]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([start, inPeriod]) => {
      const amounts = (some: readonly MadePayment[]) => some.map(({ minorUnits }) => minorUnits);
      const channels = Map.groupBy(inPeriod, ({ channel }) => channel ?? '');
      return [
        statisticsOf(null, start, amounts(inPeriod)),
        ...[...channels]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([channel, some]) => statisticsOf(channel, start, amounts(some))),
      ];
    });
}

function bucketStartOf(grain: Grain, day: string): string {
  const [year = '', month = ''] = day.split('-');
  if (grain === 'YEAR') return `${year}-01-01`;
  if (grain === 'MONTH') return `${year}-${month}-01`;
  return `${year}-${['01', '04', '07', '10'][Math.floor((Number(month) - 1) / 3)]}-01`;
}
