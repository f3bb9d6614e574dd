/** A diff as Markdown, for a comment on a pull request: what was opened comes first. */
import { isOpening, type PolicyDiff, unapproved } from './compare.ts';
import { documentLines } from './document-changes.ts';
import {
  becauseWords,
  type ChangeRow,
  changeGroups,
  changeRows,
  changeWords,
  membershipLines,
  summaryOf,
} from './summary.ts';

/** A comment must stay short of 65,536 characters; past this many rows nobody reads on either. */
const ROWS_MAX = 200;

export function diffAsMarkdown(diff: PolicyDiff): string {
  const mark = unapproved(diff).length > 0 ? '⛔' : '✅';
  const lines = [
    '## Access diff',
    '',
    `${mark} **${summaryOf(diff)}**`,
    '',
    `${versionWords(diff.before)} → ${versionWords(diff.after)}`,
  ];
  let left = ROWS_MAX;
  for (const group of changeGroups(diff)) {
    const { title, changes } = group;
    const rows = changeRows(group);
    const shown = rows.slice(0, left);
    left -= shown.length;
    const isOpenings = changes.some(isOpening);
    lines.push('', `### ${isOpenings ? '🔓 ' : ''}${title} (${changes.length})`, '');
    lines.push(
      row(['role', 'coordinate', 'change', 'because', ...(isOpenings ? ['approved'] : [])]),
    );
    lines.push(row(['---', '---', '---', '---', ...(isOpenings ? ['---'] : [])]));
    lines.push(...shown.map((change) => changeRow(change)));
    if (shown.length < rows.length) {
      lines.push('', `… and ${rows.length - shown.length} more: \`payscope policy diff\` has all.`);
    }
  }
  lines.push(...otherLines(diff));
  return `${lines.join('\n')}\n`;
}

function changeRow({ roles, change }: ChangeRow): string {
  const approved = change.approval ? `yes: ${change.approval.reason}` : '**no**';
  return row([
    roles.join(', '),
    `\`${change.coordinate}\``,
    changeWords(change),
    becauseWords(change),
    ...(isOpening(change) ? [approved] : []),
  ]);
}

function otherLines(diff: PolicyDiff): readonly string[] {
  return [
    ...section('Roles and permissions', membershipLines(diff)),
    ...section('Documents', documentLines(diff.documents)),
    ...section(
      'Limits',
      diff.limits.map(({ role, limit, before, after }) => {
        return `${role}: \`${limit}\` ${before} → ${after}`;
      }),
    ),
    ...section(
      'Approvals that do nothing here',
      diff.staleApprovals.map(({ role, coordinate, why }) => `${role}, \`${coordinate}\`: ${why}`),
    ),
  ];
}

function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', `### ${title}`, '', ...items.map((each) => `- ${each}`)];
}

function versionWords({ name, revision }: PolicyDiff['before']): string {
  return `${name} \`${revision}\``;
}

/** What people wrote may hold what Markdown takes for the end of a cell. */
function row(cells: readonly string[]): string {
  return `| ${cells.map((each) => each.replace(/[|\r\n]+/g, ' ')).join(' | ')} |`;
}
