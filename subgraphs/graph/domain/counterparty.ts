/** What two accounts exchanged, as the database gives it and as the graph shows it. */
import { money } from '../../../lib/money.ts';
import type { CounterpartyModel } from '../models.ts';

/** A sum is a numeric, which arrives as text. */
export type CounterpartyRow = {
  readonly nodeId: string;
  readonly bank: string;
  readonly volume: string;
  readonly currency: string;
  readonly paymentCount: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
};

export function toCounterparty(row: CounterpartyRow): CounterpartyModel {
  return {
    nodeId: row.nodeId,
    bank: row.bank,
    volume: money(Number(row.volume), row.currency),
    paymentCount: row.paymentCount,
    firstSeen: row.firstSeen,
    lastSeen: row.lastSeen,
  };
}
