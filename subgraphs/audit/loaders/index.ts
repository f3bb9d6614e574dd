/** Loaders of one request. */
import type DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import type { AuditEntryModel } from '../models.ts';
import type { AuditInclusionProof } from '../resolvers.generated.ts';
import type { Surroundings } from '../surroundings.ts';
import { decisionsLoader } from './decisions.ts';
import { type EntityPage, entityEntriesLoader } from './entity-entries.ts';
import { inclusionProofsLoader } from './inclusion-proofs.ts';

export interface Loaders {
  readonly decisions: DataLoader<string, AuditEntryModel | null>;
  readonly entityEntries: DataLoader<EntityPage, readonly AuditEntryModel[], string>;
  /** By sequence. */
  readonly inclusionProofs: DataLoader<number, AuditInclusionProof | null>;
}

export function createLoaders(context: RequestContext, surroundings: Surroundings): Loaders {
  return {
    decisions: decisionsLoader(context),
    entityEntries: entityEntriesLoader(context),
    inclusionProofs: inclusionProofsLoader(context, surroundings),
  };
}
