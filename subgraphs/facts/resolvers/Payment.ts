import { money } from '../../../lib/money.ts';
import { openCounterparty } from '../../../lib/personal/index.ts';
import type { PaymentResolvers } from '../resolvers.generated.ts';

export const Payment: PaymentResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.payment.load(id),
  amount: ({ minorUnits, currency }) => money(minorUnits, currency),
  account: ({ accountId }, _args, { loaders }) => loaders.account.load(accountId),
  counterpartyAccount: (payment, _args, { loaders }) =>
    openCounterparty(loaders.sealing, 'facts.payments', payment),
  balanceAfter: ({ balanceAfterMinorUnits, currency }) =>
    balanceAfterMinorUnits === null ? null : money(balanceAfterMinorUnits, currency),
};
