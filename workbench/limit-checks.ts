/** What must hold of policies/limits before a bundle may be built. */
import { STRICTEST } from '../gateway/policy/limits.ts';
import type { PolicyData } from './policy-data.ts';

const FILE = 'policies/limits/data.json';

/** One sentence for each thing wrong: a limit missing or unknown, a role there is not. */
export function limitProblems({ limits, roles }: PolicyData): readonly string[] {
  const names = Object.keys(STRICTEST);
  const unknown = (where: string, given: Readonly<Record<string, number>>) =>
    Object.keys(given)
      .filter((name) => !names.includes(name))
      .map((name) => `${FILE}: ${where}: ${name} is no limit; there are ${names.join(', ')}`);
  return [
    ...names
      .filter((name) => !Object.hasOwn(limits.default, name))
      .map((name) => `${FILE}: default lacks ${name}`),
    ...unknown('default', limits.default),
    ...Object.entries(limits.roles).flatMap(([role, given]) => unknown(role, given)),
    ...Object.keys(limits.roles)
      .filter((role) => !Object.hasOwn(roles, role))
      .map((role) => `${FILE}: ${role} is no role of policies/roles/data.json`),
  ];
}
