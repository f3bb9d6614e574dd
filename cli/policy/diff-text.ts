/** A policy diff for a terminal. */

import { directionOf } from '../../workbench/diff/change-kinds.ts';
import type { AccessChange, PolicyDiff } from '../../workbench/diff/compare.ts';
import { isOpening, unapproved } from '../../workbench/diff/compare.ts';
import { documentLines } from '../../workbench/diff/document-changes.ts';
import {
  becauseWords,
  type ChangeRow,
  changeGroups,
  changeRows,
  changeWords,
  membershipLines,
  summaryOf,
} from '../../workbench/diff/summary.ts';
import type { Colors } from '../terminal.ts';

/** More approvals than these are better written from --json. */
const SUGGESTED_MAX = 10;

export function diffText(diff: PolicyDiff, colors: Colors): string {
  const { bold, dim, red, green } = colors;
  const open = unapproved(diff);
  const lines = [
    `${bold('Access')} ${diff.before.name} → ${diff.after.name}`,
    dim(`revision ${diff.before.revision} → ${diff.after.revision}`),
    open.length > 0 ? red(bold(summaryOf(diff))) : green(summaryOf(diff)),
  ];
  for (const group of changeGroups(diff)) {
    const title = bold(`${group.title} (${group.changes.length})`);
    lines.push('', title, ...changeLines(changeRows(group), colors));
  }
  const members = membershipLines(diff);
  if (members.length > 0) lines.push('', bold('Roles and permissions'), ...indented(members));
  const documents = documentLines(diff.documents);
  if (documents.length > 0) lines.push('', bold('Documents'), ...indented(documents));
  if (diff.limits.length > 0) {
    const limits = diff.limits.map(({ role, limit, before, after }) => {
      return `${role}  ${limit}  ${before} → ${after}${after > before ? '' : dim('  (tighter)')}`;
    });
    lines.push('', bold('Limits'), ...indented(limits));
  }
  if (diff.staleApprovals.length > 0) {
    const stale = diff.staleApprovals.map(({ role, coordinate, why }) => {
      return `${role}  ${coordinate}: ${why}`;
    });
    lines.push('', bold('Approvals that do nothing here'), ...indented(stale));
  }
  lines.push(...approvalLines(open, colors));
  return lines.join('\n');
}

function changeLines(rows: readonly ChangeRow[], colors: Colors): readonly string[] {
  const cells = rows.map(({ roles, change }) => ({
    change,
    columns: [roles.join(', '), change.coordinate, changeWords(change)] as const,
  }));
  const widthOf = (column: 0 | 1 | 2) =>
    Math.max(...cells.map(({ columns }) => columns[column].length));
  return cells.map(({ change, columns: [roles, coordinate, words] }) => {
    const colour = { opening: colors.red, closing: colors.yellow, other: colors.cyan };
    const head = `  ${roles.padEnd(widthOf(0))}  ${coordinate.padEnd(widthOf(1))}`;
    const said = colour[directionOf(change.kind)](words.padEnd(widthOf(2)));
    return `${head}  ${said}  ${colors.dim(becauseWords(change))}${approvalWords(change, colors)}`.trimEnd();
  });
}

function approvalWords(change: AccessChange, { green, red }: Colors): string {
  if (!isOpening(change)) return '';
  return change.approval
    ? `  ${green(`approved: ${change.approval.reason}`)}`
    : `  ${red('not approved')}`;
}

/** What to write, so that approving is reading and not typing. */
function approvalLines(open: readonly AccessChange[], { bold, dim }: Colors): readonly string[] {
  if (open.length === 0) return [];
  const openings = open.slice(0, SUGGESTED_MAX).map(({ role, coordinate }) => {
    return `    ${JSON.stringify({ role, coordinate, reason: '…' })}`;
  });
  const more = open.length > SUGGESTED_MAX ? [dim(`  … ${open.length - SUGGESTED_MAX} more`)] : [];
  return [
    '',
    bold('To approve them, put into policies/approved-openings.json, with the reason:'),
    `  { "openings": [\n${openings.join(',\n')}\n  ] }`,
    ...more,
  ];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
