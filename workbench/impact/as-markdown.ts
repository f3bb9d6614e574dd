/** An impact as Markdown, for a comment on a pull request. */
import type { Impact } from './impact.ts';
import { impactSummary, impactTables } from './impact-words.ts';

const ROWS_MAX = 100;

export function impactAsMarkdown(impact: Impact, bankName: (bankId: string) => string): string {
  const { base, candidate } = impact;
  const lines = [
    '## Impact',
    '',
    `**${impactSummary(impact)}**`,
    '',
    `${candidate.name} \`${candidate.revision}\` in place of ${base.name} \`${base.revision}\``,
  ];
  for (const { title, head, rows } of impactTables(impact, bankName)) {
    lines.push('', `### ${title} (${rows.length})`, '', row(head), row(head.map(() => '---')));
    lines.push(...rows.slice(0, ROWS_MAX).map(row));
    if (rows.length > ROWS_MAX) lines.push('', `… and ${rows.length - ROWS_MAX} more.`);
  }
  return `${lines.join('\n')}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((each) => each.replace(/[|\r\n]+/g, ' ')).join(' | ')} |`;
}
