import { toPathQuestion } from '../../domain/path-question.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';
import { searchPaths } from '../../search.ts';

const FIRST_DEFAULT = 10;
const LIMITS = { stepsMax: 20_000, timeoutMs: 3_000 };

export const paths: QueryResolvers['paths'] = async (_root, args, context) => {
  const question = toPathQuestion({ ...args, first: args.first ?? FIRST_DEFAULT });
  return searchPaths(context, context.loaders.sealing, question, LIMITS);
};
