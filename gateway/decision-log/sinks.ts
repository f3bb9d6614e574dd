/** Where operation records go: the audit subgraph, or the log of a gateway that runs alone. */
import type { Caller } from '../../lib/hop/index.ts';
import type { Log } from '../../lib/log.ts';
import type { OperationRecord, RecordSink } from './record.ts';

/** Posts JSON as the caller and gives the status; by argument, since transport is fetch's. */
export type PostAs = (caller: Caller, body: unknown) => Promise<{ readonly status: number }>;

/** @throws from the sink when the audit subgraph does not confirm the record. */
export function auditSink(post: PostAs): RecordSink {
  return async (record) => {
    const { caller, ...entry } = record;
    const { status } = await post(caller, { decisionId: caller.decisionId, ...entry });
    if (status !== 200 && status !== 201) throw new Error(`audit answered ${status}`);
  };
}

/** For SUPERGRAPH_FILE without AUDIT_URL: one log line an operation. */
export function logSink(log: Log): RecordSink {
  return async (record) => {
    log.info(logShape(record), 'operation');
  };
}

function logShape(record: OperationRecord): Readonly<Record<string, unknown>> {
  return {
    decision_id: record.caller.decisionId,
    bank_id: record.caller.bankId,
    role: record.caller.role,
    operation_name: record.operationName,
    operation_hash: record.operationHash,
    outcome: record.outcome,
    denied_coordinates: record.deniedCoordinates,
    ...(record.event ? { event: record.event } : {}),
    ...(record.elevationIds.length > 0 ? { elevation_ids: record.elevationIds } : {}),
  };
}
