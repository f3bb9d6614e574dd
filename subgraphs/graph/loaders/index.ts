/** Loaders of one request. */
import type DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import type { Counterparty } from '../resolvers.generated.ts';
import { type AccountPage, counterpartiesLoader } from './counterparties.ts';
import { paymentCounterpartyLoader } from './payment-counterparty.ts';

export interface Loaders {
  readonly counterparties: DataLoader<AccountPage, readonly Counterparty[], string>;
  readonly paymentCounterparty: DataLoader<string, Counterparty | null>;
}

export function createLoaders(context: RequestContext): Loaders {
  return {
    counterparties: counterpartiesLoader(context),
    paymentCounterparty: paymentCounterpartyLoader(context),
  };
}
