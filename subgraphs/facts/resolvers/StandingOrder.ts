import { money } from '../../../lib/money.ts';
import { openCounterparty } from '../../../lib/personal/index.ts';
import type { StandingOrderResolvers } from '../resolvers.generated.ts';

export const StandingOrder: StandingOrderResolvers = {
  amount: ({ minorUnits, currency }) => money(minorUnits, currency),
  counterpartyAccount: (order, _args, { loaders }) =>
    openCounterparty(loaders.sealing, 'facts.standing_orders', order),
};
