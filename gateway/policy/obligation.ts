/** Masks a value as an obligation says; a value it can't mask is withheld. */
import { createHmac } from 'node:crypto';
import type { Obligation } from './decision.ts';

/** Stands for text of which nothing may be shown. */
const WITHHELD = '****';

/**
 * The value as it may leave. Null stays null, lists are masked item by item; a value of a type
 * the obligation does not know becomes null, never itself.
 *
 * `hashSecret` keys the `hash` obligation: unkeyed hashes of short values can be looked up in a
 * table. Without one the text is withheld.
 *
 * @example applyObligation({ kind: 'year' }, '1971-05-23') // '1971-01-01'
 */
export function applyObligation(
  obligation: Obligation,
  value: unknown,
  hashSecret?: string | Uint8Array,
): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown) => applyObligation(obligation, item, hashSecret));
  }
  switch (obligation.kind) {
    case 'year':
      return startOfYear(value);
    case 'last4':
      return typeof value === 'string' ? lastFour(value) : null;
    case 'hash':
      return typeof value === 'string' ? keyedHash(value, hashSecret) : null;
    case 'null':
      return null;
    case 'round':
      return stepped(value, obligation.to, Math.round);
    case 'bucket':
      return stepped(value, obligation.size, Math.floor);
    default:
      return withheld(obligation);
  }
}

/** 1 January of the value's year, as Date or DateTime, whichever the value was. */
function startOfYear(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const match = /^(\d{4})-\d{2}-\d{2}(T.+)?$/.exec(value);
  if (match === null) return null;
  return match[2] === undefined ? `${match[1]}-01-01` : `${match[1]}-01-01T00:00:00.000Z`;
}

/** The last four characters; text of four or fewer would show whole, so it shows nothing. */
function lastFour(value: string): string {
  const characters = Array.from(value);
  return characters.length > 4 ? WITHHELD + characters.slice(-4).join('') : WITHHELD;
}

function keyedHash(value: string, secret: string | Uint8Array | undefined): string {
  if (secret === undefined || secret.length === 0) return WITHHELD;
  return createHmac('sha256', secret).update(value).digest('hex');
}

function stepped(value: unknown, step: number, toWhole: (n: number) => number): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const masked = toWhole(value / step) * step;
  // Adding zero turns -0, which JSON writes as 0 but clients compare, into 0.
  return Number.isSafeInteger(masked) ? masked + 0 : null;
}

function withheld(_unknown: never): null {
  return null;
}
