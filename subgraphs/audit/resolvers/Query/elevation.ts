import { isUuid } from '../../../../lib/ids.ts';
import { findElevation } from '../../queries/find-elevation.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';

export const elevation: QueryResolvers['elevation'] = async (_root, { id }, context) => {
  const { readInTenant, principal } = context;
  if (!isUuid(id)) return null;
  return readInTenant(async (tx) => (await findElevation(tx, principal.bankId, id)) ?? null);
};
