/**
 * A hash chain over JSON entries: each hash covers its entry and the hash before, so that no entry
 * can be changed, taken out or put in without every later hash telling. Entries missing at the end
 * leave no trace in the chain itself; keep its head elsewhere to notice.
 */
import { createHash } from 'node:crypto';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

export type JsonObject = { readonly [name: string]: Json };

/** Stands for the hash before the first entry. */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * SHA-256 in hex over the canonical JSON of the entry with `previousHash` as a member of it.
 * @example const hash = hashEntry({ sequence: 1, outcome: 'ALLOWED' }, GENESIS_HASH)
 */
export function hashEntry(entry: JsonObject, previousHash: string): string {
  return createHash('sha256')
    .update(canonicalize({ ...entry, previousHash }))
    .digest('hex');
}

/**
 * JSON Canonicalization Scheme (RFC 8785): one text for one value, on every machine.
 * @throws {TypeError} for what is no I-JSON (RFC 7493): lone surrogates, NaN and infinities.
 * @example canonicalize({ b: 1, a: 'x' }) // '{"a":"x","b":1}'
 */
export function canonicalize(value: Json): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(canonicalize).join(',')}]`;
  // §3.2.3 sorts names by UTF-16 code units, as the default sort does.
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${canonicalString(name)}:${canonicalize(one)}`).join(',')}}`;
}

/** Array.isArray does not tell a readonly array from an object. */
function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}

/** §3.2.2.2 takes ECMAScript's own serialisation, which would escape lone surrogates silently. */
function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('canonical JSON holds no lone surrogates');
  return JSON.stringify(text);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('canonical JSON holds finite numbers only');
  return JSON.stringify(value);
}
