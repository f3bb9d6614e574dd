import { requestErasure as ask } from '../../erasure/request-erasure.ts';
import type { MutationResolvers } from '../../resolvers.generated.ts';

export const requestErasure =
  (now: () => Date): MutationResolvers['requestErasure'] =>
  (_root, { input }, context) =>
    ask(context, input, now());
