/** A diff as JSON, for programs. */
import { cellAsJson } from '../matrix/as-json.ts';
import { directionOf } from './change-kinds.ts';
import { type AccessChange, type PolicyDiff, unapproved } from './compare.ts';

export function diffAsJson(diff: PolicyDiff) {
  return {
    before: diff.before,
    after: diff.after,
    unapprovedOpenings: unapproved(diff).length,
    changes: diff.changes.map(changeAsJson),
    limits: diff.limits,
    roles: diff.roles,
    permissions: diff.permissions,
    elevation: diff.elevation,
    documents: diff.documents,
    staleApprovals: diff.staleApprovals,
  };
}

function changeAsJson({ kind, role, coordinate, before, after, because, approval }: AccessChange) {
  return {
    kind,
    direction: directionOf(kind),
    role,
    coordinate,
    before: before ? cellAsJson(before) : null,
    after: after ? cellAsJson(after) : null,
    because: because.map(({ says }) => says),
    approved: approval?.reason ?? null,
  };
}
