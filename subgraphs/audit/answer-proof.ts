/** Proofs and checkpoints as the graph has them. */
import type { KeptCheckpoint } from './checkpoint-writer.ts';
import type { TreeHash } from './merkle/hash.ts';
import type { AuditCheckpoint } from './resolvers.generated.ts';

export function toCheckpoint({ size, note }: KeptCheckpoint): AuditCheckpoint {
  return { treeSize: size, note };
}

export function toBase64(hashes: readonly TreeHash[]): readonly string[] {
  return hashes.map((hash) => Buffer.from(hash, 'hex').toString('base64'));
}
