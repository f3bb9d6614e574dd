import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { conditionGaps, conditionProblems } from './condition-checks.ts';
import { type Conditions, conditionsSchema } from './condition-data.ts';
import { sentenceOf } from './problem.ts';

const schema = buildSchema(`
  enum Size { SMALL LARGE }
  scalar Date
  scalar Odd
  input Filter { size: Size day: Date days: [Date!] parts: [Filter!] inner: Filter }
  interface Node { part(first: Int): Int }
  type Query { find(first: Int! = 3, ids: [ID!], filter: Filter, odd: Odd, exact: Boolean): Int sure: Int! }
`);

const permissions = {
  read: { without: 'deny' },
  write: { without: 'hide' },
} as const;

const ruled = (condition: object, coordinate = 'Query.find'): Conditions =>
  conditionsSchema.parse({
    elevation: [],
    rules: { [coordinate]: [{ description: 'Why.', ...condition }] },
  });

const atMost = (argument: string, limit = 3) => ({ kind: 'at_most', argument, limit });
const oneOf = (argument: string, ...values: readonly unknown[]) => ({
  ...{ kind: 'one_of', argument, values },
});
const within = (argument: string, from: unknown, to: unknown) => ({
  ...{ kind: 'within', argument, from, to },
});

const PROBLEMS: readonly (readonly [string, Conditions, RegExp])[] = [
  ['a field that is gone', ruled(atMost('first'), 'Query.found'), /Query\.found is no field/],
  ['an inherited name', ruled(atMost('first'), 'Query.toString'), /toString is no field/],
  ['a field of an interface', ruled(atMost('first'), 'Node.part'), /no field of an object type/],
  ['an input', ruled(atMost('first'), 'Filter.size'), /Filter\.size is no field/],
  [
    'a field that is never null',
    ruled({ kind: 'hours', from: '01:00', to: '02:00' }, 'Query.sure'),
    /Int! must be nullable/,
  ],
  ['an argument that is gone', ruled(atMost('last')), /no argument last/],
  ['an argument with many values', ruled(oneOf('ids', 'a')), /no argument ids with one value/],
  ['an input object as a whole', ruled(oneOf('filter', 'a')), /no argument filter with one/],
  ['an input field that is gone', ruled(oneOf('filter.sise', 'SMALL')), /no argument filter\.sise/],
  ['an input field with many values', ruled(oneOf('filter.days', '2026-01-01')), /filter\.days/],
  [
    'an input field within a list',
    ruled(oneOf('filter.parts.size', 'SMALL')),
    /filter\.parts\.size/,
  ],
  ['a path through a scalar', ruled(oneOf('first.size', 'SMALL')), /no argument first\.size/],
  ['a limit on what is no number', ruled(atMost('filter.size')), /filter\.size is Size, never 3/],
  ['a value of another type', ruled(oneOf('first', 1, '2')), /first is Int, never "2"/],
  ['a value its enum does not have', ruled(oneOf('filter.size', 'SMALL', 'HUGE')), /never "HUGE"/],
  [
    'a permission that is a number',
    ruled({ kind: 'elevatable', argument: 'first' }),
    /first is Int, never a permission/,
  ],
  ['bounds of another type', ruled(within('filter.day', 1, 2)), /filter\.day is Date, never 1/],
  ['a scalar that can not be compared', ruled(oneOf('odd', 'x')), /odd is Odd, never "x"/],
  ['hours that are none', ruled({ kind: 'hours', from: '08:00', to: '08:00' }), /no time is from/],
  [
    'a period that ends before it begins',
    ruled({ kind: 'period', from: '2027-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' }),
    /no time is from 2027/,
  ],
  ['an unknown permission', ruled({ ...atMost('first'), unless: 'raed' }), /names raed/],
  ['elevation to an unknown permission', { elevation: ['raed'], rules: {} }, /names raed/],
  ['elevation to what is hidden', { elevation: ['write'], rules: {} }, /names write, but/],
];

describe('the build refuses a condition on', () => {
  it.each(PROBLEMS)('%s', (_name, conditions, problem) => {
    expect(conditionProblems(schema, conditions, permissions).map(sentenceOf).join('\n')).toMatch(
      problem,
    );
  });
});

describe('the build takes', () => {
  it.each([
    ['a limit', ruled({ ...atMost('first'), unless: 'read' })],
    ['values of an enum', ruled(oneOf('filter.inner.size', 'SMALL'))],
    ['a truth', ruled(oneOf('exact', true))],
    ['bounds', ruled(within('filter.day', '2026-01-01', '2026-12-31'))],
    ['hours that pass midnight', ruled({ kind: 'hours', from: '22:00', to: '05:00' })],
    ['elevation', { elevation: ['read'], rules: {} }],
  ])('%s', (_name, conditions) => {
    expect(conditionProblems(schema, conditions, permissions)).toStrictEqual([]);
  });
});

describe('a condition may not be got round', () => {
  const hours = { kind: 'hours', from: '08:00', to: '18:00' };
  const sdl = `schema @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
      @link(url: "https://payscope.example/reveals/v1.0", import: ["@reveals"]) { query: Query }
    type Query { person(born: Int @reveals(coordinates: ["Person.born"])): Person }
    type Person { born: Int age: Int @join__field(graph: B, requires: "born") }`;

  it('by a field computed from its field, nor by an input that reveals it', () => {
    expect(conditionGaps(sdl, ruled(hours, 'Person.born')).map(sentenceOf)).toStrictEqual([
      expect.stringContaining('Person.age is computed from Person.born'),
      expect.stringContaining('Query.person(born:) reveals Person.born'),
    ]);
  });

  it('which fields that have a condition themselves do not', () => {
    const both = { ...ruled(hours, 'Person.born').rules, ...ruled(hours, 'Person.age').rules };
    expect(conditionGaps(sdl, { elevation: [], rules: both })).toHaveLength(1);
  });
});
