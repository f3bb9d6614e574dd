/** What resolvers return for types of the graph. */
import type { entries } from './tables.ts';

/** A row of the trail; its columns carry the names of the graph's fields. */
export type AuditEntryModel = typeof entries.$inferSelect;

/** The same row, asked for by its decision. */
export type OperationDecisionModel = AuditEntryModel;
