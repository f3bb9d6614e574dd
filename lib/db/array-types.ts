/** Arrays as parameters and results, by the numbers PostgreSQL has given their types for good. */
import { makePgArray, parsePgArray } from 'drizzle-orm/pg-core/utils/array';

/** pg_type.dat: _text and _uuid. Others reach Drizzle as text, which its columns read. */
const OIDS = { textArray: 1009, uuidArray: 2951 } as const;

const arrayType = (oid: number) => ({
  to: oid,
  from: [oid],
  // A column of Drizzle's has made it text already.
  serialize: (value: unknown) => (Array.isArray(value) ? makePgArray(value) : value),
  parse: (text: string): unknown => parsePgArray(text),
});

/**
 * For the driver, which would else ask each new connection: one lost in the midst of that asking
 * leaves a rejection that nobody can catch.
 */
export const ARRAY_TYPES = {
  textArray: arrayType(OIDS.textArray),
  uuidArray: arrayType(OIDS.uuidArray),
};
