/** What an attacker sends to find out a column that may not be read, one answer bit at a time. */

export interface Probe {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Everything that is selected tells something: rows, their order, their number, the next page. */
const PAGE = '{ nodes { id name } count endCursor hasMore }';

/** Guesses of a search; all are sent, so no answer need be awaited for the next. */
const GUESSES = [3, 7, 20, 31, 60, 99] as const;

const comparison: Readonly<Record<string, (guess: number) => string>> = {
  gt: (guess) => `{gt: ${guess}}`,
  lt: (guess) => `{lt: ${guess}}`,
  eq: (guess) => `{eq: ${guess}}`,
  in: (guess) => `{in: [${guess}, ${guess + 1}, ${guess + 2}, ${guess + 3}]}`,
  like: (guess) => `{like: "${String(guess)[0]}%"}`,
};

/** Ways to put one filter over the column into an operation. */
const ways: Readonly<Record<string, (filter: string) => Omit<Probe, 'name'>>> = {
  literal: (filter) => ({ query: `{ employees(filter: {salary: ${filter}}) ${PAGE} }` }),
  negated: (filter) => ({ query: `{ employees(filter: {not: {salary: ${filter}}}) ${PAGE} }` }),
  'in a list': (filter) => ({
    query: `{ employees(filter: {any: [{name: {eq: "nobody"}}, {salary: ${filter}}]}) ${PAGE} }`,
  }),
  'under an alias': (filter) => ({
    query: `{ x: employees(filter: {salary: ${filter}}) ${PAGE} }`,
  }),
  'in a fragment': (filter) => ({
    query: `{ ...F } fragment F on Query { employees(filter: {salary: ${filter}}) ${PAGE} }`,
  }),
  'on another row': (filter) => ({
    query: `{ employee(id: "2") { id peers(filter: {salary: ${filter}}) ${PAGE} } }`,
  }),
  'for its count': (filter) => ({ query: `{ employees(filter: {salary: ${filter}}) { count } }` }),
  'as a whole variable': (filter) => ({
    query: `query ($f: EmployeeFilter) { employees(filter: $f) ${PAGE} }`,
    variables: { f: { salary: jsonOf(filter) } },
  }),
  'as a part by variable': (filter) => ({
    query: `query ($c: IntComparison) { employees(filter: {salary: $c}) ${PAGE} }`,
    variables: { c: jsonOf(filter) },
  }),
  "as a variable's default": (filter) => ({
    query: `query ($f: EmployeeFilter = {salary: ${filter}}) { employees(filter: $f) ${PAGE} }`,
  }),
};

function jsonOf(literal: string): unknown {
  return JSON.parse(literal.replace(/(\w+):/g, '"$1":'));
}

const filters = Object.entries(comparison).flatMap(([operator, write]) =>
  Object.entries(ways).flatMap(([way, probe]) =>
    GUESSES.map((guess) => ({ name: `${operator} ${guess} ${way}`, ...probe(write(guess)) })),
  ),
);

const cursors = ['1', '2', '3', '4', '5'].map((after) => ({
  name: `a page after ${after} in the column's order`,
  query: `{ employees(orderBy: SALARY, after: "${after}", first: 1) ${PAGE} }`,
}));

export const PROBES: readonly Probe[] = [
  ...filters,
  ...cursors,
  ...GUESSES.map((guess) => ({
    name: `an argument of a scalar type, ${guess}`,
    query: `{ above(salary: ${guess}) ${PAGE} }`,
  })),
  { name: 'an order', query: `{ employees(orderBy: SALARY) ${PAGE} }` },
  { name: 'the order turned round', query: `{ employees(orderBy: SALARY_DESC) ${PAGE} }` },
  {
    name: 'an order by variable',
    query: `query ($o: EmployeeOrder) { employees(orderBy: $o) ${PAGE} }`,
    variables: { o: 'SALARY' },
  },
  { name: "an order by the argument's default", query: `{ richest ${PAGE} }` },
  {
    name: 'a default kept by a variable that is not given',
    query: `query ($o: EmployeeOrder) { richest(orderBy: $o) ${PAGE} }`,
  },
  { name: "a filter by the argument's default", query: `{ search ${PAGE} }` },
  { name: 'groups', query: '{ groups(by: SALARY) { key count } }' },
  { name: 'the column itself', query: '{ employees { nodes { id salary } } }' },
];
