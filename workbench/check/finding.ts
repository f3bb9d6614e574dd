/** What `policy check` finds: where, what, and what to do about it. */

export type Severity = 'error' | 'warning';

export interface Finding {
  /** Stable, kebab-case: what suppressions and code scanning know it by. */
  readonly rule: string;
  readonly severity: Severity;
  /** From the root of the project, with forward slashes. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  readonly fix: string;
}

/** Errors first, then by place; the same finding once. */
export function sortedFindings(findings: readonly Finding[]): readonly Finding[] {
  const once = new Map(findings.map((each) => [JSON.stringify(each), each]));
  return [...once.values()].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compare(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      compare(a.rule, b.rule),
  );
}

function rank({ severity }: Finding): number {
  return severity === 'error' ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
