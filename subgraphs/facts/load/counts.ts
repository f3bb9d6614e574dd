/** How many rows a load added, per table. */

const TABLES = [
  'banks',
  'accounts',
  'holders',
  'payments',
  'standingOrders',
  'loans',
  'quarantined',
] as const;

export type Counts = Readonly<Record<(typeof TABLES)[number], number>>;

export const NO_ROWS: Counts = {
  banks: 0,
  accounts: 0,
  holders: 0,
  payments: 0,
  standingOrders: 0,
  loans: 0,
  quarantined: 0,
};

/** @example plus(counts, { payments: 4000 }) */
export function plus(counts: Counts, more: Partial<Counts>): Counts {
  const sum = (table: (typeof TABLES)[number]) => counts[table] + (more[table] ?? 0);
  return {
    banks: sum('banks'),
    accounts: sum('accounts'),
    holders: sum('holders'),
    payments: sum('payments'),
    standingOrders: sum('standingOrders'),
    loans: sum('loans'),
    quarantined: sum('quarantined'),
  };
}
