import type { AuditEntryResolvers } from '../resolvers.generated.ts';

export const AuditEntry: AuditEntryResolvers = {
  inclusionProof: ({ sequence }, _args, { loaders }) => loaders.inclusionProofs.load(sequence),
};
