/** Entries and what their hashes cover. */
import { canonicalize, GENESIS_HASH, hashEntry, type JsonObject } from '../../../lib/chain.ts';
import type { BankId } from '../../../lib/ids.ts';
import { hashLeaf, type TreeHash } from '../merkle/hash.ts';
import type { AuditEntryModel } from '../models.ts';
import { eventJson } from './event.ts';
import type { Operation } from './operation.ts';

/** The newest entry of a chain, which the next one follows. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
  readonly recordedAt: Date;
}

/** The entry that follows `head`. Time never runs backwards in a chain, whatever the clocks do. */
export function nextEntry(
  bankId: BankId,
  operation: Operation,
  head: Head | undefined,
  now: Date,
): AuditEntryModel {
  const previousHash = head?.hash ?? GENESIS_HASH;
  const entry = {
    bankId,
    sequence: (head?.sequence ?? 0) + 1,
    recordedAt: head && head.recordedAt > now ? head.recordedAt : now,
    ...operation,
  };
  return { ...entry, previousHash, hash: hashOf({ ...entry, previousHash }) };
}

/** The hash an entry must carry. */
export function hashOf(entry: Omit<AuditEntryModel, 'hash'>): string {
  return hashEntry(membersOf(entry), entry.previousHash);
}

/** An entry with both its hashes, as canonical JSON: a leaf of the bank's tree, a line of a dump. */
export function toCanonical(entry: AuditEntryModel): string {
  const { previousHash, hash } = entry;
  return canonicalize({ ...membersOf(entry), previousHash, hash });
}

/** What the bank's tree has of an entry. */
export function toLeaf(entry: AuditEntryModel): TreeHash {
  return hashLeaf(Buffer.from(toCanonical(entry)));
}

function membersOf(entry: Omit<AuditEntryModel, 'hash'>): JsonObject {
  return {
    bankId: entry.bankId,
    sequence: entry.sequence,
    recordedAt: entry.recordedAt.toISOString(),
    ...contentOf(entry),
  };
}

/** Whether an entry records exactly this operation. */
export function records(entry: AuditEntryModel, operation: Operation): boolean {
  return canonicalize(contentOf(entry)) === canonicalize(contentOf(operation));
}

/**
 * The parts an operation brings. Named one by one: a new column must not change old hashes, so one
 * that came later is there only where it says something.
 */
function contentOf(operation: Operation): JsonObject {
  return {
    decisionId: operation.decisionId,
    subject: operation.subject,
    role: operation.role,
    operationName: operation.operationName,
    operationHash: operation.operationHash,
    policyRevision: operation.policyRevision,
    outcome: operation.outcome,
    deniedCoordinates: operation.deniedCoordinates,
    entityIds: operation.entityIds,
    ...(operation.event && { event: eventJson(operation.event) }),
    ...(operation.elevationIds.length > 0 && { elevationIds: operation.elevationIds }),
  };
}
