import { toQuestion } from '../domain/question.ts';
import { toAccountId } from '../domain/scope.ts';
import type { AccountResolvers } from '../resolvers.generated.ts';

export const Account: AccountResolvers = {
  __resolveReference: (reference) => {
    const id = toAccountId(reference.id);
    return id === undefined ? null : { id };
  },
  describe: ({ id }, args, { loaders }) =>
    loaders.accountBuckets.load({ accountId: id, question: toQuestion(args) }),
};
