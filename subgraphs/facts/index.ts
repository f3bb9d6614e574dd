/** The facts subgraph: banks, accounts, holders, payments, standing orders and loans. */
import { openPersonalKeys, type PersonalKeys } from '../../lib/envelope/index.ts';
import { dateScalar, dateTimeScalar, minorUnitsScalar } from '../../lib/scalars.ts';
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { startBackgroundBy } from './background.ts';
import type { FactsConfig } from './config.ts';
import { COUNTERS } from './counters.ts';
import { createLoaders, type Loaders } from './loaders/index.ts';
import { Account } from './resolvers/Account.ts';
import { AccountHolder } from './resolvers/AccountHolder.ts';
import { Bank } from './resolvers/Bank.ts';
import { ErasureRequest } from './resolvers/ErasureRequest.ts';
import { Loan } from './resolvers/Loan.ts';
import { approveErasure } from './resolvers/Mutation/approveErasure.ts';
import { recordPayments } from './resolvers/Mutation/recordPayments.ts';
import { rejectErasure } from './resolvers/Mutation/rejectErasure.ts';
import { requestErasure } from './resolvers/Mutation/requestErasure.ts';
import { Payment } from './resolvers/Payment.ts';
import { account } from './resolvers/Query/account.ts';
import { accounts } from './resolvers/Query/accounts.ts';
import { bank } from './resolvers/Query/bank.ts';
import { erasureRequests } from './resolvers/Query/erasureRequests.ts';
import { payment } from './resolvers/Query/payment.ts';
import { payments } from './resolvers/Query/payments.ts';
import { StandingOrder } from './resolvers/StandingOrder.ts';
import type { Resolvers } from './resolvers.generated.ts';

const resolversBy = (now: () => Date): Resolvers => ({
  Query: { account, accounts, bank, erasureRequests, payment, payments },
  Mutation: {
    recordPayments,
    requestErasure: requestErasure(now),
    approveErasure: approveErasure(now),
    rejectErasure: rejectErasure(now),
  },
  Bank,
  Account,
  AccountHolder,
  Payment,
  StandingOrder,
  Loan,
  ErasureRequest,
  Date: dateScalar,
  DateTime: dateTimeScalar,
  MinorUnits: minorUnitsScalar,
});

export interface FactsParts {
  /** What is delivered and for which banks; nothing where it is left out. */
  readonly config?: Partial<FactsConfig>;
  /** Without them personal data is neither read nor written. */
  readonly personalKeys?: PersonalKeys | undefined;
}

/** @example const definition = factsBy({ personalKeys: await openTestKeys() }) // in a test */
export function factsBy({ personalKeys, config }: FactsParts): SubgraphDefinition<Loaders> {
  return {
    name: 'facts',
    schemaFile: new URL('../../schema/facts.graphql', import.meta.url),
    resolvers: resolversBy(systemClock),
    createLoaders: (context) => createLoaders(context, personalKeys),
    counters: COUNTERS,
    startBackground: startBackgroundBy({ now: systemClock, random: Math.random }, config),
  };
}

/**
 * As it is configured.
 * @throws {ConfigError} without keys for personal data, or with some that name nothing.
 */
export async function openFacts(config: FactsConfig): Promise<SubgraphDefinition<Loaders>> {
  return factsBy({ personalKeys: await openPersonalKeys(config), config });
}

/** Without keys: all but personal data. */
export const facts = factsBy({});

function systemClock(): Date {
  return new Date();
}
