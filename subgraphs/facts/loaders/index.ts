/** The loaders of the facts subgraph, made anew for each request. */
import DataLoader from 'dataloader';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import { sealingIn, sealingWithin } from '../../../lib/personal/index.ts';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import { countAccounts } from '../queries/count-accounts.ts';
import { findAccounts } from '../queries/find-accounts.ts';
import { findBank } from '../queries/find-bank.ts';
import { findHoldersOfAccounts } from '../queries/find-holders-of-accounts.ts';
import { findLoansOfAccounts } from '../queries/find-loans-of-accounts.ts';
import { findPayments } from '../queries/find-payments.ts';
import { findStandingOrdersOfAccounts } from '../queries/find-standing-orders-of-accounts.ts';
import { loadOfAccount, loadOne } from './by-key.ts';
import { loadPaymentsOfAccount } from './payments-of-account.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(context: RequestContext, personalKeys: PersonalKeys | undefined) {
  const { principal, readInTenant, inTenant } = context;
  const access = { bankId: principal.bankId, read: readInTenant, write: inTenant };
  return {
    sealing: sealingIn(access, personalKeys),
    sealingWithin: (tx: TenantTransaction) => sealingWithin(tx, principal.bankId, personalKeys),
    bank: loadOne(context, async (tx, bankId) => {
      const bank = await findBank(tx, bankId);
      return bank ? [bank] : [];
    }),
    accountCount: new DataLoader<string, number>(async (bankIds) => {
      const count = await context.readInTenant((tx) => countAccounts(tx, context.principal.bankId));
      return bankIds.map(() => count);
    }),
    account: loadOne(context, findAccounts),
    payment: loadOne(context, findPayments),
    holders: loadOfAccount(context, findHoldersOfAccounts),
    standingOrders: loadOfAccount(context, findStandingOrdersOfAccounts),
    loans: loadOfAccount(context, findLoansOfAccounts),
    payments: loadPaymentsOfAccount(context),
  };
}
