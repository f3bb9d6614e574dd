/** Rules on interfaces, which hold for every type that implements them. */

import type { OutputType } from './output-types.ts';
import { both, type Requirement, sameRequirement } from './requirement.ts';

/** A rule by coordinate, of a type or of a field. */
export type RuleOf = (coordinate: string) => Requirement | undefined;

/** The rules a coordinate has from the interfaces of its type. */
export type InheritedRules = (typeName: string, fieldName?: string) => readonly Requirement[];

/**
 * Finds the rules that types have from their interfaces.
 *
 * Composition writes on an interface what all its implementers ask for together. Such a sum is
 * no rule of its own: an implementer that has a rule keeps to that one. Any other rule on the
 * interface holds for each of them (GHSA-x33c-7c2v-mrj9), as it does for one that has none.
 */
export function inheritedRules(
  types: ReadonlyMap<string, OutputType>,
  ruleOf: RuleOf,
): InheritedRules {
  const implementers = (name: string) =>
    [...types.values()].filter(({ interfaces }) => interfaces.includes(name));
  const isSum = (name: string, at: (type: string) => string, rule: Requirement): boolean => {
    const own = implementers(name).flatMap((type) => ruleOf(at(type.name)) ?? []);
    return sameRequirement(own.reduce(both), rule);
  };
  return (typeName, fieldName) => {
    const at = (type: string) => (fieldName === undefined ? type : `${type}.${fieldName}`);
    const hasOwn = ruleOf(at(typeName)) !== undefined;
    return (types.get(typeName)?.interfaces ?? []).flatMap((name) => {
      const rule = ruleOf(at(name));
      if (rule === undefined || (hasOwn && isSum(name, at, rule))) return [];
      return [rule];
    });
  };
}
