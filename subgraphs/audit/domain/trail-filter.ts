/** Conditions on the trail, checked once. */
import { Refusal } from '../../../lib/errors/index.ts';
import { isUuid } from '../../../lib/ids.ts';
import type { AuditFilter } from '../resolvers.generated.ts';

/** @throws {Refusal} BAD_USER_INPUT for conditions no entry can meet. */
export function checkTrailFilter(filter: AuditFilter): AuditFilter {
  if (filter.decisionId && !isUuid(filter.decisionId)) {
    throw refuse('filter.decisionId takes a UUID.', 'INVALID_DECISION_ID');
  }
  if (filter.from && filter.to && filter.from > filter.to) {
    throw refuse('filter.to is before filter.from.', 'PERIOD_REVERSED');
  }
  // Postgres keeps no NUL in text, and takes one for a fault.
  if ([filter.subject, filter.role].some((text) => text?.includes('\0'))) {
    throw refuse('filter takes text without NUL.', 'INVALID_TEXT');
  }
  return filter;
}

function refuse(message: string, reason: string): Refusal {
  return new Refusal('BAD_USER_INPUT', message, { reason });
}
