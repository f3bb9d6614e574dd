/** Loaders of one request. */
import type DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import type { AuditEntryModel } from '../models.ts';
import { decisionsLoader } from './decisions.ts';
import { type EntityPage, entityEntriesLoader } from './entity-entries.ts';

export interface Loaders {
  readonly decisions: DataLoader<string, AuditEntryModel | null>;
  readonly entityEntries: DataLoader<EntityPage, readonly AuditEntryModel[], string>;
}

export function createLoaders(context: RequestContext): Loaders {
  return { decisions: decisionsLoader(context), entityEntries: entityEntriesLoader(context) };
}
