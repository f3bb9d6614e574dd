/** What is recorded of each operation; the audit subgraph's `POST /entries` takes this shape. */
import type { Caller } from '../../lib/hop/index.ts';
import type { AuditEvent } from '../../lib/trail/index.ts';

export interface OperationRecord {
  readonly caller: Caller;
  readonly operationName: string | null;
  /** SHA-256 of the operation's text, hex. */
  readonly operationHash: string;
  readonly policyRevision: string;
  readonly outcome: 'ALLOWED' | 'PARTIAL' | 'REFUSED' | 'FAILED';
  readonly deniedCoordinates: readonly string[];
  /** UUIDs of entities the operation asked for by id. */
  readonly entityIds: readonly string[];
  /** Null for a plain operation. */
  readonly event: AuditEvent | null;
  /** Elevations that were in force when it was decided. */
  readonly elevationIds: readonly string[];
}

/** Resolves once the record is durable; rejects when it could not be written. */
export type RecordSink = (record: OperationRecord) => Promise<void>;
