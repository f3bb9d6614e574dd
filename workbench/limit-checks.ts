/** What must hold of policies/limits before a bundle may be built. */
import { STRICTEST } from '../gateway/policy/limits.ts';
import { didYouMean } from './nearest.ts';
import type { PolicyData } from './policy-data.ts';
import type { Problem } from './problem.ts';

const FILE = 'policies/limits/data.json';

/** Everything wrong with the limits: one missing or unknown, a role there is not. */
export function limitProblems({ limits, roles }: PolicyData): readonly Problem[] {
  const names = Object.keys(STRICTEST);
  const problem = (at: string, message: string, fix: string): Problem => ({
    ...{ rule: 'limits', where: FILE, at, message, fix },
  });
  const unknown = (where: string, given: Readonly<Record<string, number>>) =>
    Object.keys(given)
      .filter((name) => !names.includes(name))
      .map((name) =>
        problem(
          name,
          `${where}: ${name} is no limit`,
          didYouMean(name, names, `there are ${names.join(', ')}`),
        ),
      );
  return [
    ...names
      .filter((name) => !Object.hasOwn(limits.default, name))
      .map((name) => problem('default', `default lacks ${name}`, `give ${name} a number there`)),
    ...unknown('default', limits.default),
    ...Object.entries(limits.roles).flatMap(([role, given]) => unknown(role, given)),
    ...Object.keys(limits.roles)
      .filter((role) => !Object.hasOwn(roles, role))
      .map((role) =>
        problem(
          role,
          `${role} is no role of policies/roles/data.json`,
          didYouMean(role, Object.keys(roles), 'add the role, or take its limits out'),
        ),
      ),
  ];
}
