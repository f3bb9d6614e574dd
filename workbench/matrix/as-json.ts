/** The matrix as JSON, for programs: effects as the policy names them. */
import type { Cell } from '../decided-cells.ts';
import type { Matrix } from './matrix.ts';

export function matrixAsJson({ revision, roles, rows }: Matrix) {
  return {
    revision,
    roles,
    coordinates: rows.map(({ coordinate, requirement, cells }) => ({
      coordinate,
      requires: requirement?.policies ?? null,
      isInput: requirement?.input === true,
      decisions: Object.fromEntries(
        cells.map((cell, index) => [roles[index] ?? '', cellAsJson(cell)]),
      ),
    })),
  };
}

export function cellAsJson({
  effect,
  reason,
  rule,
  obligation,
  isConditional,
  isElevatable,
}: Cell) {
  return {
    effect,
    reason,
    rule,
    obligation: obligation ?? null,
    isConditional,
    isElevatable,
  };
}
