/** A diff in one sentence, and its changes in groups; the same words in every format. */
import { wordsFor } from '../matrix/matrix.ts';
import { CHANGE_KINDS, directionOf } from './change-kinds.ts';
import { type AccessChange, isEmpty, isOpening, type PolicyDiff, unapproved } from './compare.ts';
import { documentLines } from './document-changes.ts';

export interface ChangeGroup {
  readonly title: string;
  readonly changes: readonly AccessChange[];
}

/** The changes under the titles of their kinds, the gravest first; no empty group. */
export function changeGroups({ changes }: Pick<PolicyDiff, 'changes'>): readonly ChangeGroup[] {
  return CHANGE_KINDS.map(({ name, title }) => ({
    title,
    changes: changes.filter(({ kind }) => kind === name),
  })).filter((group) => group.changes.length > 0);
}

/** @example '3 openings, 2 not approved; 1 closing; 2 limits changed' */
export function summaryOf(diff: PolicyDiff): string {
  if (isEmpty(diff)) return 'No role gets anything it did not get before, or loses anything.';
  const openings = diff.changes.filter(isOpening).length;
  const open = unapproved(diff).length;
  const closings = diff.changes.filter(({ kind }) => directionOf(kind) === 'closing').length;
  const others = diff.changes.length - openings - closings;
  const approved =
    open === 0 ? 'all approved' : open === openings ? 'none approved' : `${open} not approved`;
  return [
    ...(openings > 0 ? [`${counted(openings, 'opening')}, ${approved}`] : ['no opening']),
    ...(closings > 0 ? [counted(closings, 'closing')] : []),
    ...(others > 0 ? [counted(others, 'other change')] : []),
    ...(diff.limits.length > 0 ? [`${counted(diff.limits.length, 'limit')} changed`] : []),
    ...membershipLines(diff),
    ...documentLines(diff.documents),
  ].join('; ');
}

/** @example 'denied → yes' */
export function changeWords({ before, after }: AccessChange): string {
  const words = (cell: AccessChange['before']) => (cell ? wordsFor(cell) : 'not there');
  return `${words(before)} → ${words(after)}`;
}

export function becauseWords({ because }: AccessChange): string {
  return because.map(({ says }) => says).join('; ');
}

/** Each role or permission that came or went. */
export function membershipLines({ roles, permissions, elevation }: PolicyDiff): readonly string[] {
  return [
    ...roles.added.map((name) => `role ${name} is new`),
    ...roles.removed.map((name) => `role ${name} is gone`),
    ...permissions.added.map((name) => `permission ${name} is new`),
    ...permissions.removed.map((name) => `permission ${name} is gone`),
    ...elevation.added.map((name) => `${name} can be given for a time now`),
    ...elevation.removed.map((name) => `${name} can no longer be given for a time`),
  ];
}

/** Changes told as one: alike but for the role, and none that someone has to approve. */
export interface ChangeRow {
  readonly roles: readonly string[];
  readonly change: AccessChange;
}

export function changeRows({ changes }: ChangeGroup): readonly ChangeRow[] {
  const alike = Map.groupBy(changes, (change) =>
    isOpening(change)
      ? JSON.stringify([change.coordinate, change.role])
      : JSON.stringify([change.coordinate, changeWords(change), becauseWords(change)]),
  );
  return [...alike.values()].flatMap((same) => {
    const [change] = same;
    return change === undefined ? [] : [{ roles: same.map(({ role }) => role), change }];
  });
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
