/** What is recorded of each operation; the audit subgraph's `POST /entries` takes this shape. */
import type { HopClaims } from '../../lib/hop/index.ts';

export interface OperationRecord {
  readonly caller: HopClaims;
  readonly operationName: string | null;
  /** SHA-256 of the operation's text, hex. */
  readonly operationHash: string;
  readonly policyRevision: string;
  readonly outcome: 'ALLOWED' | 'PARTIAL' | 'REFUSED' | 'FAILED';
  readonly deniedCoordinates: readonly string[];
  /** UUIDs of entities the operation asked for by id. */
  readonly entityIds: readonly string[];
}

/** Resolves once the record is durable; rejects when it could not be written. */
export type RecordSink = (record: OperationRecord) => Promise<void>;
