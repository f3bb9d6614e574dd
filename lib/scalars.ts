/** The scalars of the graph. Each refuses what it can't hold exactly, in both directions. */
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
/** Postgres has no year 0, and GraphQL clients no day before it. */
const DAY_MIN = '0001-01-01';
/** RFC 3339 §5.6, seconds required, any offset. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** True for days that are in the calendar: 1996-02-29 is, 1997-02-29 is not. */
export function isCalendarDay(text: string): boolean {
  const parts = DATE.exec(text);
  if (!parts) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && text >= DAY_MIN;
}

export const dateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar day, YYYY-MM-DD (ISO 8601).',
  serialize: toDay,
  parseValue: toDay,
  parseLiteral: (node) => toDay(node.kind === Kind.STRING ? node.value : undefined),
});

export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant, ISO 8601 in UTC.',
  serialize: (value) => (value instanceof Date ? value : toInstant(value)).toISOString(),
  parseValue: toInstant,
  parseLiteral: (node) => toInstant(node.kind === Kind.STRING ? node.value : undefined),
});

export const minorUnitsScalar = new GraphQLScalarType<number, number>({
  name: 'MinorUnits',
  description: 'A whole number of minor units, a JSON number up to 2^53 - 1.',
  serialize: toMinorUnits,
  parseValue: toMinorUnits,
  parseLiteral: (node) => toMinorUnits(node.kind === Kind.INT ? Number(node.value) : undefined),
});

function toDay(value: unknown): string {
  if (typeof value === 'string' && isCalendarDay(value)) return value;
  throw new GraphQLError('Date takes a day of the calendar as YYYY-MM-DD.');
}

function toInstant(value: unknown): Date {
  if (typeof value === 'string' && DATE_TIME.test(value) && isCalendarDay(value.slice(0, 10))) {
    const instant = new Date(value);
    if (!Number.isNaN(instant.getTime())) return instant;
  }
  throw new GraphQLError('DateTime takes an instant as 2026-01-31T09:00:00Z.');
}

function toMinorUnits(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new GraphQLError('MinorUnits takes a whole number between -(2^53 - 1) and 2^53 - 1.');
}
