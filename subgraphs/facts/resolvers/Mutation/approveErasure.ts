import { approveErasure as approve } from '../../erasure/decide-erasure.ts';
import type { MutationResolvers } from '../../resolvers.generated.ts';

export const approveErasure =
  (now: () => Date): MutationResolvers['approveErasure'] =>
  (_root, { input: { id } }, context) =>
    approve(context, id, now());
