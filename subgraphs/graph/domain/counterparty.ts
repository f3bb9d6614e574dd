/** What two accounts exchanged, as the database gives it and as the graph shows it. */
import { money } from '../../../lib/money.ts';
import type { Counterparty } from '../resolvers.generated.ts';

/** A sum is a numeric, which arrives as text. */
export type CounterpartyRow = {
  readonly bank: string;
  readonly account: string;
  readonly volume: string;
  readonly currency: string;
  readonly paymentCount: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
};

export function toCounterparty(row: CounterpartyRow): Counterparty {
  return {
    bank: row.bank,
    account: row.account,
    volume: money(Number(row.volume), row.currency),
    paymentCount: row.paymentCount,
    firstSeen: row.firstSeen,
    lastSeen: row.lastSeen,
  };
}
