/** audit: what happened → AuditReceipt. No receipt, no response. */
import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { Refusal } from '../../lib/errors/index.ts';
import { isUuid } from '../../lib/ids.ts';
import type { OperationRecord, RecordSink } from '../decision-log/record.ts';
import type { Grant } from '../elevation/index.ts';
import { entityIdsOf } from '../operation/entity-ids.ts';
import type { Policy } from '../policy/index.ts';
import type {
  Admission,
  AuditReceipt,
  ElevatedOperation,
  MaskedResult,
  RefusedOperation,
} from './types.ts';

export interface AuditDeps {
  readonly apiSchema: GraphQLSchema;
  readonly policy: () => Policy;
  readonly record: RecordSink;
}

const ENTITY_IDS_MAX = 100;
/** Any text may be sent as a name; one too long for the trail must not keep its operation out. */
const NAME_CHARACTERS_MAX = 10_000;

/** @throws {Refusal} AUDIT_UNAVAILABLE */
export async function audit(deps: AuditDeps, result: MaskedResult): Promise<AuditReceipt> {
  const { parsed, table, variables } = result.valid;
  const ids = entityIdsOf(deps.apiSchema, parsed.operation, parsed.fragments, variables);
  return write(deps, parsed.admission, {
    operationName: parsed.operation.name?.value ?? null,
    operationHash: parsed.operationHash,
    policyRevision: table.revision,
    outcome: result.outcome,
    deniedCoordinates: result.withheld,
    entityIds: ids.filter(isUuid).slice(0, ENTITY_IDS_MAX),
    event: null,
    elevationIds: idsOf(result.valid.grants),
  });
}

/** @throws {Refusal} AUDIT_UNAVAILABLE */
export async function auditRefused(
  deps: AuditDeps,
  admission: Admission,
  operation: {
    readonly source: string;
    readonly operationName: string | null;
    readonly grants: readonly Grant[];
  },
  refused: RefusedOperation,
): Promise<AuditReceipt> {
  return write(deps, admission, {
    operationName: operation.operationName,
    operationHash: createHash('sha256').update(operation.source).digest('hex'),
    policyRevision: deps.policy().revision,
    outcome: refused.outcome,
    deniedCoordinates: refused.withheld,
    entityIds: [],
    event: null,
    elevationIds: idsOf(operation.grants),
  });
}

/** No operation can have such a name (GraphQL §2.1.9), so an entry can't be taken for one that ran. */
export function preflightName(operationName: string | null): string {
  return `preflight:${operationName ?? ''}`;
}

/**
 * A preflight reads nothing, so its entry says what it is and names no entity (ADR 0002).
 * @throws {Refusal} AUDIT_UNAVAILABLE
 */
export async function auditPreflight(
  deps: AuditDeps,
  { parsed, table, grants }: ElevatedOperation,
  { outcome, withheld }: Pick<MaskedResult, 'outcome' | 'withheld'>,
): Promise<AuditReceipt> {
  return write(deps, parsed.admission, {
    operationName: preflightName(parsed.operation.name?.value ?? null),
    operationHash: parsed.operationHash,
    policyRevision: table.revision,
    outcome,
    deniedCoordinates: withheld,
    entityIds: [],
    event: null,
    elevationIds: idsOf(grants),
  });
}

async function write(
  deps: AuditDeps,
  admission: Admission,
  entry: Omit<OperationRecord, 'caller'>,
): Promise<AuditReceipt> {
  const { decisionId, principal } = admission;
  const { subject, role, bankId } = principal;
  try {
    await deps.record({
      caller: { subject, role, bankId, decisionId, policyRevision: entry.policyRevision },
      ...entry,
      operationName: entry.operationName?.slice(0, NAME_CHARACTERS_MAX) ?? null,
    });
  } catch (cause) {
    throw new Refusal('AUDIT_UNAVAILABLE', 'The operation could not be recorded.', {
      hint: 'It has no answer. Read operations may be sent again.',
      cause,
    });
  }
  const { policyRevision, elevationIds } = entry;
  return { decisionId, policyRevision, elevationIds };
}

function idsOf(grants: readonly Grant[]): readonly string[] {
  return grants.map(({ id }) => id).sort();
}
