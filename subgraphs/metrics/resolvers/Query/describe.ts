import { toQuestion } from '../../domain/question.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';
import { describeBank } from '../describe-bank.ts';

export const describe: QueryResolvers['describe'] = (_root, args, context) =>
  describeBank(context, toQuestion(args));
