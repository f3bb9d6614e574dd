/** Proofs of many entries: all in the tree of one checkpoint, by two statements. */
import DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import { toBase64, toCheckpoint } from '../answer-proof.ts';
import { proveEntries } from '../prove-entry.ts';
import type { AuditInclusionProof } from '../resolvers.generated.ts';
import type { Surroundings } from '../surroundings.ts';

/** Null for entries that no checkpoint is over yet. */
export function inclusionProofsLoader(
  { inTenant, principal: { bankId } }: RequestContext,
  { newest }: Surroundings,
): DataLoader<number, AuditInclusionProof | null> {
  return new DataLoader(async (sequences) => {
    const checkpoint = await newest(bankId, Math.max(...sequences));
    if (!checkpoint) return sequences.map(() => null);
    const { size } = checkpoint;
    const proofs = await inTenant((tx) => proveEntries(tx, bankId, { sequences, size }));
    return sequences.map((sequence) => {
      const proof = proofs.get(sequence);
      return proof
        ? {
            leafIndex: sequence - 1,
            treeSize: size,
            hashes: toBase64(proof.hashes),
            checkpoint: toCheckpoint(checkpoint),
          }
        : null;
    });
  });
}
