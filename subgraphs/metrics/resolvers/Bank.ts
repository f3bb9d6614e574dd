import { toQuestion } from '../domain/question.ts';
import type { BankResolvers } from '../resolvers.generated.ts';
import { describeBank } from './describe-bank.ts';

export const Bank: BankResolvers = {
  /** There is one bank to a caller, whatever id is asked for. */
  __resolveReference: ({ id }, { principal }) =>
    id.toLowerCase() === principal.bankId ? { id: principal.bankId } : null,
  describe: (_bank, args, context) => describeBank(context, toQuestion(args)),
};
