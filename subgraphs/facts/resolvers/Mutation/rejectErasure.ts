import { rejectErasure as reject } from '../../erasure/decide-erasure.ts';
import type { MutationResolvers } from '../../resolvers.generated.ts';

export const rejectErasure =
  (now: () => Date): MutationResolvers['rejectErasure'] =>
  (_root, { input: { id } }, context) =>
    reject(context, id, now());
