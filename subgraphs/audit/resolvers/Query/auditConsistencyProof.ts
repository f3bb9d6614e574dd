import { toBase64 } from '../../answer-proof.ts';
import { proveGrowth } from '../../prove-entry.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';

export const auditConsistencyProof: QueryResolvers['auditConsistencyProof'] = async (
  _root,
  { olderSize, newerSize },
  { inTenant, principal: { bankId } },
) => {
  const proof = await inTenant((tx) =>
    proveGrowth(tx, bankId, { older: olderSize, newer: newerSize }),
  );
  return proof ? { olderSize, newerSize, hashes: toBase64(proof.hashes) } : null;
};
