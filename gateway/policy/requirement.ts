/** Requirements: which permissions open a schema coordinate, in disjunctive normal form. */

/** Alternatives of permissions: the outer list is OR, the inner AND. */
export type Alternatives = readonly (readonly string[])[];

/** What a coordinate asks for. `[[]]` asks for nothing but a known role, `[]` can't be met. */
export interface Requirement {
  readonly authenticated: boolean;
  readonly policies: Alternatives;
  /** On an argument, input field or enum value: it has no value to mask, so lacking denies. */
  readonly input?: true;
}

/** Coordinate → requirement, without a prototype; a coordinate that is missing is closed. */
export type Requirements = Readonly<Record<string, Requirement>>;

/** Asks for nothing but a known role. */
export const AUTHENTICATED: Requirement = { authenticated: true, policies: [[]] };

/** More alternatives than this can't be what anyone meant, and would cost every decision. */
const ALTERNATIVES_MAX = 1000;

/** Both must be met. */
export function both(left: Requirement, right: Requirement): Requirement {
  const policies = left.policies.flatMap((a) => right.policies.map((b) => [...a, ...b]));
  return {
    authenticated: left.authenticated || right.authenticated,
    policies: minimal(policies),
  };
}

/** One of the two must be met. */
export function either(left: Requirement, right: Requirement): Requirement {
  return {
    authenticated: left.authenticated && right.authenticated,
    policies: minimal([...left.policies, ...right.policies]),
  };
}

/** Whether `field` asks for something that who meets `type` may lack. */
export function isStricter(field: Requirement, type: Requirement): boolean {
  return !sameAlternatives(both(field, type).policies, minimal(type.policies));
}

/** Whether who meets the one meets the other, and the other way round. */
export function sameRequirement(left: Requirement, right: Requirement): boolean {
  return sameAlternatives(minimal(left.policies), minimal(right.policies));
}

/**
 * The same alternatives, each sorted and without repeats, and without those another one implies;
 * so equal requirements are written alike.
 *
 * @throws {RangeError} when more than 1000 are left.
 */
export function minimal(policies: Alternatives): Alternatives {
  const sorted = policies
    .map((alternative) => [...new Set(alternative)].sort())
    .sort()
    .sort((a, b) => a.length - b.length);
  const kept: string[][] = [];
  for (const alternative of sorted) {
    const held = new Set(alternative);
    if (!kept.some((shorter) => shorter.every((permission) => held.has(permission)))) {
      kept.push(alternative);
    }
    if (kept.length > ALTERNATIVES_MAX) {
      throw new RangeError(`a requirement has more than ${ALTERNATIVES_MAX} alternatives`);
    }
  }
  return kept;
}

function sameAlternatives(left: Alternatives, right: Alternatives): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
