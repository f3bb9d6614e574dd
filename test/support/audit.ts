/** The audit chain by hand, for tests: no code of the chain itself. */
import { createHash } from 'node:crypto';
import { bankIdOf, newDecisionId, toDecisionId } from '../../lib/ids.ts';
import type { Operation } from '../../subgraphs/audit/domain/operation.ts';
import type { AuditEntryModel } from '../../subgraphs/audit/models.ts';
import type { ServedSubgraph } from './subgraph.ts';

/** SHA-256 over the entry's JSON, its members written out in canonical order (RFC 8785). */
export function hashByHand(entry: Omit<AuditEntryModel, 'hash'>): string {
  const json = JSON.stringify;
  const text =
    `{"bankId":${json(entry.bankId)},"decisionId":${json(entry.decisionId)},` +
    `"deniedCoordinates":${json(entry.deniedCoordinates)},` +
    (entry.elevationIds.length > 0 ? `"elevationIds":${json(entry.elevationIds)},` : '') +
    `"entityIds":${json(entry.entityIds)},` +
    eventByHand(entry.event) +
    `"operationHash":${json(entry.operationHash)},"operationName":${json(entry.operationName)},` +
    `"outcome":${json(entry.outcome)},"policyRevision":${json(entry.policyRevision)},` +
    `"previousHash":${json(entry.previousHash)},"recordedAt":${json(entry.recordedAt)},` +
    `"role":${json(entry.role)},"sequence":${entry.sequence},"subject":${json(entry.subject)}}`;
  return createHash('sha256').update(text).digest('hex');
}

/** Left out of the hash where there is none, as in entries from before there were events. */
function eventByHand(event: AuditEntryModel['event']): string {
  if (!event) return '';
  const names = Object.keys(event.details).sort();
  const details = names.map(
    (name) => `${JSON.stringify(name)}:${JSON.stringify(event.details[name])}`,
  );
  return `"event":{"category":"${event.category}",${changesByHand(event)}"details":{${details.join()}},"kind":"${event.kind}"},`;
}

function changesByHand({ changes = {} }: NonNullable<AuditEntryModel['event']>): string {
  const json = JSON.stringify;
  const members = Object.keys(changes)
    .sort()
    .map((name) => {
      const { after, before, subject } = changes[name] ?? {};
      return `${json(name)}:{"after":${json(after)},"before":${json(before)},"subject":${json(subject)}}`;
    });
  return members.length > 0 ? `"changes":{${members.join()}},` : '';
}

export interface EntryBody {
  readonly decisionId: string;
  readonly operationName: string | null;
  readonly operationHash: string;
  readonly policyRevision: string;
  readonly outcome: AuditEntryModel['outcome'];
  readonly deniedCoordinates: readonly string[];
  readonly entityIds: readonly string[];
  readonly event?: AuditEntryModel['event'];
  readonly elevationIds?: readonly string[];
}

/** A body for POST /entries, changed where asked. */
export function entryBody(change: Partial<EntryBody> & Pick<EntryBody, 'decisionId'>): EntryBody {
  return {
    operationName: 'Payments',
    operationHash: 'ab'.repeat(32),
    policyRevision: 'r1',
    outcome: 'ALLOWED',
    deniedCoordinates: [],
    entityIds: [],
    ...change,
  };
}

export interface Recording {
  readonly bank: string;
  readonly body: EntryBody;
  readonly by: ServedSubgraph;
  readonly subject?: string;
  readonly role?: string;
}

/** Sends it as the gateway does. */
export async function recordEntry({ bank, body, by, ...who }: Recording) {
  const { decisionId } = body;
  const claims = { ...who, bankId: bankIdOf(bank), decisionId: toDecisionId(decisionId) };
  const response = await fetch(`${by.url}/entries`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await by.token(claims, 'POST /entries')}`,
    },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}

/** An operation to append, changed where asked. */
export function operationToAppend(change: Partial<Operation> = {}): Operation {
  return {
    decisionId: newDecisionId(),
    subject: 'alice',
    role: 'ANALYST',
    operationName: null,
    operationHash: 'h',
    policyRevision: 'r1',
    outcome: 'ALLOWED',
    deniedCoordinates: [],
    entityIds: [],
    event: null,
    elevationIds: [],
    ...change,
  };
}
