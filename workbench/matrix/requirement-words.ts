/** Requirements in words. */
import type { Alternatives, Requirement } from '../../gateway/policy/requirement.ts';

/** @example requirementWords({ authenticated: true, policies: [['a'], ['b', 'c']] }) // 'a, or b and c' */
export function requirementWords(requirement: Requirement | undefined): string {
  if (requirement === undefined) return 'nothing mentions it: closed';
  return alternativesWords(requirement.policies);
}

export function alternativesWords(policies: Alternatives): string {
  if (policies.length === 0) return 'what nobody can have';
  if (policies.some(({ length }) => length === 0)) return 'a known role';
  return policies.map((alternative) => alternative.join(' and ')).join(', or ');
}
