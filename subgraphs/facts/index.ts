/** The facts subgraph: banks, accounts, holders, payments, standing orders and loans. */
import { dateScalar, minorUnitsScalar } from '../../lib/scalars.ts';
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { createLoaders, type Loaders } from './loaders/index.ts';
import { Account } from './resolvers/Account.ts';
import { Bank } from './resolvers/Bank.ts';
import { Loan } from './resolvers/Loan.ts';
import { recordPayments } from './resolvers/Mutation/recordPayments.ts';
import { Payment } from './resolvers/Payment.ts';
import { account } from './resolvers/Query/account.ts';
import { accounts } from './resolvers/Query/accounts.ts';
import { bank } from './resolvers/Query/bank.ts';
import { payment } from './resolvers/Query/payment.ts';
import { payments } from './resolvers/Query/payments.ts';
import { StandingOrder } from './resolvers/StandingOrder.ts';
import type { Resolvers } from './resolvers.generated.ts';

const resolvers: Resolvers = {
  Query: { account, accounts, bank, payment, payments },
  Mutation: { recordPayments },
  Bank,
  Account,
  Payment,
  StandingOrder,
  Loan,
  Date: dateScalar,
  MinorUnits: minorUnitsScalar,
};

export const facts: SubgraphDefinition<Loaders> = {
  name: 'facts',
  schemaFile: new URL('../../schema/facts.graphql', import.meta.url),
  resolvers,
  createLoaders,
};
