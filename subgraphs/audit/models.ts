/** What resolvers return for types of the graph. */
import type { AuditEvent } from '../../lib/trail/index.ts';
import type { elevations, entries } from './tables.ts';

/** A row of the trail; its columns carry the names of the graph's fields. */
export type AuditEntryModel = typeof entries.$inferSelect;

/** A row; its columns carry the names of the graph's fields. */
export type ElevationModel = typeof elevations.$inferSelect;

/** As the chain keeps it. */
export type AuditEventModel = AuditEvent;

/** The same row, asked for by its decision. */
export type OperationDecisionModel = AuditEntryModel;
