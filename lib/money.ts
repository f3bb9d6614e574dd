/** Money is a whole number of minor units and a currency; a float never stands for it. */

export interface Money {
  readonly minorUnits: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** The only currency recorded so far. */
export const CZK = 'CZK';

/**
 * @throws {RangeError} when minorUnits is no safe integer, so that a rounded sum is never shown.
 * @example money(12_345, CZK) // 123.45 CZK
 */
export function money(minorUnits: number, currency: string): Money {
  if (!Number.isSafeInteger(minorUnits)) {
    throw new RangeError('minor units are whole and at most 2^53 - 1');
  }
  return { minorUnits, currency };
}
