/** Authorization cases that can no longer be about what they say. */
import type { AuthorizationCase } from '../cases.ts';
import { didYouMean } from '../nearest.ts';
import type { Finding } from './finding.ts';

/**
 * Cases that name a coordinate the schema does not have, or a role the policy does not know,
 * unless that is what they expect.
 */
export function caseFindings(
  cases: readonly AuthorizationCase[],
  known: { readonly coordinates: readonly string[]; readonly roles: readonly string[] },
  fileOf: (file: string) => string,
): readonly Finding[] {
  const coordinates = new Set(known.coordinates);
  return cases.flatMap((each) => {
    const { role, coordinate, expect, file, line } = each;
    const at = { severity: 'error', file: fileOf(file), line } as const;
    const isClosed = ['NOT_MENTIONED', 'UNKNOWN_ROLE'].includes(expect.reason);
    const findings: Finding[] = [];
    if (!isClosed && !coordinates.has(coordinate.replace(/\.__typename$/, ''))) {
      const message = `"${each.name}": the schema has no ${coordinate}`;
      const otherwise = 'name one it has, or expect reason NOT_MENTIONED';
      const fix = didYouMean(coordinate, known.coordinates, otherwise);
      findings.push({ rule: 'stale-coordinate', ...at, message, fix });
    }
    if (!isClosed && known.roles.length > 0 && !known.roles.includes(role)) {
      const message = `"${each.name}": there is no role ${role}`;
      const fix = didYouMean(role, known.roles, 'name one of policies/roles/data.json');
      findings.push({ rule: 'stale-role', ...at, message, fix });
    }
    return findings;
  });
}
