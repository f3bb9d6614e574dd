/** Numbers a client may choose within bounds. */
import { Refusal } from '../../../lib/errors/index.ts';

/**
 * @throws {Refusal} BAD_USER_INPUT naming the argument, its bounds and what it got.
 * @example const maxHops = checkRange('maxHops', args.maxHops, { min: 1, max: 4 })
 */
export function checkRange(
  name: string,
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Refusal('BAD_USER_INPUT', `${name} takes ${min} to ${max}, got ${value}.`, {
    reason: 'OUT_OF_RANGE',
  });
}
