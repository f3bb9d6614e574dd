/** An impact for a terminal. */
import type { Impact } from '../../workbench/impact/impact.ts';
import { impactSummary, impactTables } from '../../workbench/impact/impact-words.ts';
import type { Colors } from '../terminal.ts';

export function impactText(
  impact: Impact,
  bankName: (bankId: string) => string,
  { bold, dim, red, green, cyan }: Colors,
): string {
  const { base, candidate } = impact;
  const tones = { bad: red, good: green, other: cyan };
  const lines = [
    `${bold('Impact')} of ${candidate.name} in place of ${base.name}`,
    dim(`revision ${base.revision} → ${candidate.revision}`),
    impactSummary(impact),
  ];
  for (const { title, tone, head, rows } of impactTables(impact, bankName)) {
    lines.push('', tones[tone](bold(`${title} (${rows.length})`)));
    const [first, ...rest] = columned([head, ...rows]);
    lines.push(dim(first ?? ''), ...rest);
  }
  if (impact.recorded && impact.recorded.skipped > 0) {
    const { skipped, records } = impact.recorded;
    lines.push('', dim(`${skipped} of ${records} records can't be decided again`));
  }
  return lines.join('\n');
}

function columned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
