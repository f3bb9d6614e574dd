import type { ErasureRequestResolvers } from '../resolvers.generated.ts';

export const ErasureRequest: ErasureRequestResolvers = {
  subject: ({ subjectKind, subjectId }) => ({ kind: subjectKind, id: subjectId }),
};
