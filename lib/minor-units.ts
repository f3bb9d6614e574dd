/** Decimal text as whole minor units, digit by digit: no float in between. */

/** ISO 4217 gives most currencies two decimals; these have others. */
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);

export type MinorUnitsResult =
  | { readonly kind: 'amount'; readonly minorUnits: number }
  | { readonly kind: 'not-decimal' | 'too-many-decimals' | 'too-large' };

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;
/** Longer than any amount, and short enough to do sums with. */
const CHARACTERS_MAX = 40;

/**
 * Zeros behind the currency's decimals say nothing and are taken; other digits there are not rounded.
 * @example readMinorUnits('18.9', 'CZK') // { kind: 'amount', minorUnits: 1890 }
 */
export function readMinorUnits(decimal: string, currency: string): MinorUnitsResult {
  if (decimal.length > CHARACTERS_MAX) return { kind: 'too-large' };
  const match = DECIMAL.exec(decimal);
  if (!match) return { kind: 'not-decimal' };
  const [, sign, whole = '', fraction = ''] = match;
  const places = DECIMALS.get(currency) ?? 2;
  if (/[1-9]/.test(fraction.slice(places))) return { kind: 'too-many-decimals' };
  const minorUnits = Number(whole + fraction.slice(0, places).padEnd(places, '0'));
  if (!Number.isSafeInteger(minorUnits)) return { kind: 'too-large' };
  // 0 - x, since -0 is no integer a database knows.
  return { kind: 'amount', minorUnits: sign === '-' ? 0 - minorUnits : minorUnits };
}
