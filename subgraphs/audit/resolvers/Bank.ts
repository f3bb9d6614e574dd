import { findHead } from '../queries/find-head.ts';
import type { BankResolvers } from '../resolvers.generated.ts';

export const Bank: BankResolvers = {
  /** There is one bank to a caller, whatever id is asked for. */
  __resolveReference: ({ id }, { principal }) =>
    id.toLowerCase() === principal.bankId ? { id: principal.bankId } : null,
  /** The chain has no gaps, so its newest sequence is its length. */
  auditEntryCount: async (_bank, _args, { readInTenant, principal: { bankId } }) => {
    const head = await readInTenant((tx) => findHead(tx, bankId));
    return head?.sequence ?? 0;
  },
};
