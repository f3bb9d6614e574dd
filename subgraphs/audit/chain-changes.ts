/** Puts what was changed into a bank's chain. */
import { createHash } from 'node:crypto';
import { canonicalize } from '../../lib/chain.ts';
import { type Database, readTenant, withTenant } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import type { AuditEvent } from '../../lib/trail/index.ts';
import { append } from './append.ts';
import { eventJson } from './domain/event.ts';
import type { Operation } from './domain/operation.ts';
import { hasChanges } from './queries/has-changes.ts';
import { type Change, takeChanges } from './queries/take-changes.ts';

/** Appenders wait no longer than one piece takes. */
const PIECE = 500;

/**
 * Taken and appended in one transaction, so each is in the chain once, whoever else chains and
 * whatever dies.
 * @returns how many there were.
 */
export async function chainChanges(
  database: Database,
  bankId: BankId,
  now: () => Date,
): Promise<number> {
  // Most of the time there is nothing, which a read tells for less.
  if (!(await readTenant(database, bankId, (tx) => hasChanges(tx, bankId)))) return 0;
  let chained = 0;
  for (;;) {
    const taken = await withTenant(database, bankId, async (tx) => {
      const changes = await takeChanges(tx, bankId, PIECE);
      if (changes.length > 0) {
        await append(tx, { bankId, operations: changes.map(toOperation), now: now() });
      }
      return changes.length;
    });
    chained += taken;
    if (taken < PIECE) return chained;
  }
}

/** When it was committed, the entry itself cannot tell: it says when it was chained. */
function toOperation({ id, recordedAt, event, entityIds, ...told }: Change): Operation {
  const dated = { ...event, details: { ...event.details, at: recordedAt } };
  return {
    ...told,
    decisionId: id,
    operationHash: hashEvent(dated),
    outcome: 'ALLOWED',
    deniedCoordinates: [],
    entityIds: [...entityIds],
    event: dated,
    elevationIds: [],
  };
}

/** In the place of an operation's text, of which there is none. */
export function hashEvent(event: AuditEvent): string {
  return createHash('sha256')
    .update(canonicalize(eventJson(event)))
    .digest('hex');
}
