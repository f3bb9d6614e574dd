/** Annotations of a pull request, as a GitHub workflow prints them. */
import type { Finding } from '../check/finding.ts';

/** @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function github(findings: readonly Finding[]): string {
  return findings
    .map(({ rule, severity, file, line, column, message, fix }) => {
      const place = [
        `file=${property(file)}`,
        ...(line === undefined ? [] : [`line=${line}`]),
        ...(column === undefined ? [] : [`col=${column}`]),
        `title=${property(rule)}`,
      ];
      return `::${severity} ${place.join(',')}::${escaped(`${message}\n${fix}`)}`;
    })
    .join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
