import { money } from '../../../lib/money.ts';
import type { StandingOrderResolvers } from '../resolvers.generated.ts';

export const StandingOrder: StandingOrderResolvers = {
  amount: ({ minorUnits, currency }) => money(minorUnits, currency),
};
