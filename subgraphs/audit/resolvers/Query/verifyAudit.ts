import type { QueryResolvers } from '../../resolvers.generated.ts';
import { verify } from '../../verify.ts';

/** Some 700 bytes an entry. */
const PIECE_SIZE = 1_000;

export const verifyAudit: QueryResolvers['verifyAudit'] = (_root, _args, context) => {
  const { inTenant, principal } = context;
  return inTenant((tx) => verify(tx, { bankId: principal.bankId, pieceSize: PIECE_SIZE }));
};
