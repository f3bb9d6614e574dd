/** The openings nobody approved, each at the line that made it; and approvals that do nothing. */
import type { Finding } from '../check/finding.ts';
import type { PolicyVersion } from '../load-version.ts';
import { schemaPlace } from '../schema-places.ts';
import type { Cause } from './causes.ts';
import { type AccessChange, type PolicyDiff, unapproved } from './compare.ts';
import { becauseWords, changeWords } from './summary.ts';

const APPROVALS = 'policies/approved-openings.json';

type After = Pick<PolicyVersion, 'sources' | 'data' | 'subgraphs'>;

export function diffFindings(diff: PolicyDiff, after: After): readonly Finding[] {
  return [
    ...unapproved(diff).map(
      (change): Finding => ({
        rule: 'opening-not-approved',
        severity: 'error',
        ...placeOf(change, after),
        message: `${change.role}, ${change.coordinate}: ${changeWords(change)} (${becauseWords(change)})`,
        fix: `Approve it by name in ${APPROVALS}, or take it back`,
      }),
    ),
    ...diff.staleApprovals.map(
      ({ role, coordinate, why }): Finding => ({
        rule: 'approval-does-nothing',
        severity: 'warning',
        file: APPROVALS,
        message: `the approval of ${coordinate} for ${role} does nothing: ${why}`,
        fix: 'Remove it',
      }),
    ),
  ];
}

const FILES: Readonly<Record<Exclude<Cause['kind'], 'rules' | 'requirement'>, string>> = {
  role: 'roles/data.json',
  permission: 'roles/data.json',
  mask: 'masks/data.json',
  condition: 'conditions/data.json',
};

/** A place to begin to look: where the first cause stands in the sources. */
function placeOf(
  { role, coordinate, because, after: cell }: AccessChange,
  { sources, data, subgraphs }: After,
): { readonly file: string; readonly line?: number } {
  const kind = because[0]?.kind ?? 'rules';
  if (kind === 'rules') return data.places[cell?.rule ?? ''] ?? { file: 'policies/payscope' };
  if (kind === 'requirement') return schemaPlace(subgraphs, coordinate) ?? { file: 'schema' };
  const file = FILES[kind];
  const name = kind === 'role' || kind === 'permission' ? role : coordinate;
  const lines = sources?.get(file)?.split('\n') ?? [];
  const index = lines.findIndex((line) => line.trimStart().startsWith(`${JSON.stringify(name)}:`));
  return { file: `policies/${file}`, ...(index < 0 ? {} : { line: index + 1 }) };
}
