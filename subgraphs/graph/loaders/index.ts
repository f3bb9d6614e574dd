/** Loaders of one request. */
import type DataLoader from 'dataloader';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import { type Sealing, sealingIn } from '../../../lib/personal/index.ts';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import type { CounterpartyModel } from '../models.ts';
import { type AccountPage, counterpartiesLoader } from './counterparties.ts';
import { nodeNumberLoader } from './node-number.ts';
import { paymentCounterpartyLoader } from './payment-counterparty.ts';

export interface Loaders {
  readonly counterparties: DataLoader<AccountPage, readonly CounterpartyModel[], string>;
  readonly paymentCounterparty: DataLoader<string, CounterpartyModel | null>;
  /** Of a node, by its id. */
  readonly nodeNumber: DataLoader<string, string | null>;
  readonly sealing: Sealing;
}

export function createLoaders(
  context: RequestContext,
  personalKeys: PersonalKeys | undefined,
): Loaders {
  const { principal, readInTenant, inTenant } = context;
  const access = { bankId: principal.bankId, read: readInTenant, write: inTenant };
  const sealing = sealingIn(access, personalKeys);
  return {
    sealing,
    nodeNumber: nodeNumberLoader(context, sealing),
    counterparties: counterpartiesLoader(context),
    paymentCounterparty: paymentCounterpartyLoader(context),
  };
}
