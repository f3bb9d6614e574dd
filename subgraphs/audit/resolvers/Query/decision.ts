import type { QueryResolvers } from '../../resolvers.generated.ts';
import { toEntity } from '../entity.ts';

export const decision: QueryResolvers['decision'] = async (_root, { id }, { loaders }) => {
  const entity = toEntity({ id });
  return entity && loaders.decisions.load(entity.id);
};
