import { toCheckpoint } from '../../answer-proof.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';
import type { Surroundings } from '../../surroundings.ts';

export const auditCheckpoint =
  ({ newest }: Surroundings): QueryResolvers['auditCheckpoint'] =>
  async (_root, _args, { principal: { bankId } }) => {
    const checkpoint = await newest(bankId);
    return checkpoint ? toCheckpoint(checkpoint) : null;
  };
