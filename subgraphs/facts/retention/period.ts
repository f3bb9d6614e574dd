/** How long rows are kept, as an operator writes it, and the day that leads to. */

export interface Period {
  readonly months: number;
  readonly days: number;
}

const PERIOD = /^P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?$/;

/** @returns undefined for what is no period of years, months and days, or none at all. */
export function readPeriod(text: string): Period | undefined {
  const [, years = '0', months = '0', days = '0'] = PERIOD.exec(text) ?? [];
  const period = { months: Number(years) * 12 + Number(months), days: Number(days) };
  return period.months + period.days > 0 ? period : undefined;
}

/**
 * The day that lies a period back, which is kept.
 * @example firstDayKept({ months: 120, days: 0 }, new Date('2026-11-25')) // '2016-11-25'
 */
export function firstDayKept({ months, days }: Period, today: Date): string {
  const day = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1));
  // A year back from 29 February is the 28th: where a month is shorter, more is kept.
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0));
  day.setUTCDate(Math.min(today.getUTCDate(), last.getUTCDate()) - days);
  return day.toISOString().slice(0, 10);
}
