/** The counterparty of many payments by one statement. */
import DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import { toCounterparty } from '../domain/counterparty.ts';
import type { CounterpartyModel } from '../models.ts';
import { findPaymentCounterparties } from '../queries/find-payment-counterparties.ts';

export function paymentCounterpartyLoader({
  readInTenant,
  principal: { bankId },
}: RequestContext): DataLoader<string, CounterpartyModel | null> {
  return new DataLoader(async (ids) => {
    const rows = await readInTenant((tx) => findPaymentCounterparties(tx, bankId, ids));
    const found = new Map(rows.map((row) => [row.paymentId, toCounterparty(row)]));
    return ids.map((id) => found.get(id) ?? null);
  });
}
