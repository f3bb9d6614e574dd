import type { OperationDecisionResolvers } from '../resolvers.generated.ts';
import { toEntity } from './entity.ts';

export const OperationDecision: OperationDecisionResolvers = {
  __resolveReference: (reference, { loaders }) => {
    const entity = toEntity(reference);
    return entity && loaders.decisions.load(entity.id);
  },
  id: ({ decisionId }) => decisionId,
};
