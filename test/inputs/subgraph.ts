/**
 * A subgraph that filters, orders, pages, groups and counts as real ones do, over rows whose
 * `salary` is the hidden column.
 */
import type { FixtureSubgraph } from '../support/fixture-gateway.ts';

export interface Row {
  readonly id: string;
  readonly name: string;
  readonly salary: number;
}

type Operator = 'eq' | 'gt' | 'lt' | 'like' | 'in';
type Comparison = Readonly<Partial<Record<Operator, unknown>>>;

interface Filter {
  readonly name?: Comparison | null;
  readonly salary?: Comparison | null;
  readonly not?: Filter | null;
  readonly any?: readonly Filter[] | null;
}

interface PageArguments {
  readonly filter?: Filter | null;
  readonly orderBy?: string | null;
  readonly after?: string | null;
  readonly first?: number | null;
}

const OPEN = '@policy(policies: [["open"]])';
const PAY = '@policy(policies: [["pay"]])';
const ON_SALARY = '@reveals(coordinates: ["Employee.salary"])';
const ON_NAME = '@reveals(coordinates: ["Employee.name"])';
const NOTHING = '@reveals(coordinates: [])';

/** @param guards left out, no input says what it reveals. */
export function employeesSdl(salary = ON_SALARY): string {
  return `extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9",
      import: ["@key", "@policy", "@composeDirective", "@shareable"])
    @link(url: "https://payscope.example/reveals/v1.0", import: ["@reveals"])
    @composeDirective(name: "@reveals")
  directive @reveals(coordinates: [String!]!) repeatable
    on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE

  type Query {
    employees(filter: EmployeeFilter ${NOTHING} orderBy: EmployeeOrder = NAME
      after: String first: Int = 10): EmployeePage ${OPEN}
    richest(orderBy: EmployeeOrder = SALARY first: Int = 1): EmployeePage ${OPEN}
    search(filter: EmployeeFilter = {salary: {gt: 50}} ${NOTHING}): EmployeePage ${OPEN}
    above(salary: Int ${salary}): EmployeePage ${OPEN}
    groups(by: EmployeeGroup = NAME): [Group!] ${OPEN}
    employee(id: ID!): Employee ${OPEN}
  }
  type Employee @key(fields: "id") ${OPEN} {
    id: ID!
    name: String
    salary: Int ${PAY}
    peers(filter: EmployeeFilter ${NOTHING} orderBy: EmployeeOrder = NAME first: Int = 10): EmployeePage
  }
  type EmployeePage ${OPEN} { nodes: [Employee!] count: Int endCursor: String hasMore: Boolean }
  type Group ${OPEN} { key: String count: Int }
  input EmployeeFilter {
    name: TextComparison ${ON_NAME}
    salary: IntComparison ${salary}
    not: EmployeeFilter ${NOTHING}
    any: [EmployeeFilter!] ${NOTHING}
  }
  input TextComparison { eq: String ${NOTHING} like: String ${NOTHING} }
  input IntComparison {
    eq: Int ${NOTHING} gt: Int ${NOTHING} lt: Int ${NOTHING} in: [Int!] ${NOTHING}
    like: String ${NOTHING}
  }
  enum EmployeeOrder { NAME ${ON_NAME} SALARY ${salary} SALARY_DESC ${salary} }
  enum EmployeeGroup { NAME ${ON_NAME} SALARY ${salary} }
  `;
}

export function employees(rows: readonly Row[], typeDefs = employeesSdl()): FixtureSubgraph {
  const page = (args: PageArguments) => pageOf(rows, args);
  const Query = {
    employees: (_: unknown, args: PageArguments) => page(args),
    richest: (_: unknown, args: PageArguments) =>
      page({ ...args, orderBy: `${args.orderBy}_DESC` }),
    search: (_: unknown, args: PageArguments) => page(args),
    above: (_: unknown, { salary }: { readonly salary: number }) =>
      page({ filter: { salary: { gt: salary } } }),
    groups: (_: unknown, { by }: { readonly by: string }) => groupsOf(rows, by),
    employee: (_: unknown, { id }: { readonly id: string }) => rows.find((row) => row.id === id),
  };
  const Employee = { peers: (_: unknown, args: PageArguments) => page(args) };
  return { name: 'employees', typeDefs, resolvers: { Query, Employee } };
}

function pageOf(rows: readonly Row[], { filter, orderBy, after, first }: PageArguments) {
  const found = rows.filter((row) => matches(row, filter ?? {})).sort(byOrder(orderBy ?? 'NAME'));
  const from = after ? found.findIndex(({ id }) => id === after) + 1 : 0;
  const nodes = found.slice(from, from + (first ?? 10));
  const hasMore = from + nodes.length < found.length;
  return { nodes, count: found.length, endCursor: nodes.at(-1)?.id ?? null, hasMore };
}

function byOrder(order: string): (left: Row, right: Row) => number {
  const sign = order.endsWith('_DESC') ? -1 : 1;
  return (left, right) =>
    order.startsWith('SALARY')
      ? sign * (left.salary - right.salary)
      : sign * left.name.localeCompare(right.name);
}

function matches(row: Row, { name, salary, not, any }: Filter): boolean {
  if (name && !compares(row.name, name)) return false;
  if (salary && !compares(row.salary, salary)) return false;
  if (not && matches(row, not)) return false;
  return !any || any.some((each) => matches(row, each));
}

function compares(value: string | number, { eq, gt, lt, like, in: list }: Comparison): boolean {
  if (eq !== undefined && value !== eq) return false;
  if (typeof gt === 'number' && !(Number(value) > gt)) return false;
  if (typeof lt === 'number' && !(Number(value) < lt)) return false;
  if (typeof like === 'string' && !String(value).startsWith(like.replace('%', ''))) return false;
  return !Array.isArray(list) || list.includes(value);
}

function groupsOf(rows: readonly Row[], by: string) {
  const groups = Map.groupBy(rows, (row) => String(by === 'SALARY' ? row.salary : row.name));
  return [...groups].map(([key, each]) => ({ key, count: each.length }));
}
