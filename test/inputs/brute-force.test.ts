/**
 * An attacker who may not read a column tries to find it out by what filters, orders, cursors,
 * counts, groups and defaults tell. Two data sets differ in that column only: where every answer,
 * errors included, is the same for both, nothing can have been learned.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fixture, startFixture } from '../support/fixture-gateway.ts';
import type { GraphQLAnswer } from '../support/stack.ts';
import { PROBES, type Probe } from './probes.ts';
import { employees, employeesSdl, type Row } from './subgraph.ts';

const NAMES = ['Ada', 'Bob', 'Cyd', 'Dan', 'Eve', 'Fay'];
const rowsWith = (salaries: readonly number[]): readonly Row[] =>
  NAMES.map((name, index) => ({ id: String(index + 1), name, salary: salaries[index] ?? 0 }));

const SETS = [rowsWith([10, 20, 30, 40, 50, 60]), rowsWith([99, 3, 64, 7, 120, 31])];
const policy = { roles: { ATTACKER: ['open'], PAYROLL: ['open', 'pay'] } };

let graphs: readonly Fixture[];
beforeAll(async () => {
  graphs = await Promise.all(
    SETS.map((rows) => startFixture({ subgraphs: [employees(rows)], policy })),
  );
});
afterAll(async () => {
  for (const graph of graphs) await graph.stop();
});

/** All there is to see of an answer; what only names the request is left out. */
function seen({ status, body }: GraphQLAnswer): string {
  const text = JSON.stringify({ status, data: body.data, errors: body.errors });
  return text.replaceAll(/"decisionId":"[^"]*"/g, '"decisionId":"…"');
}

const both = (role: string, { query, variables }: Probe): Promise<readonly string[]> =>
  Promise.all(graphs.map(async (graph) => seen(await graph.ask(role, query, { variables }))));

/** Probes that some pair of answers tells apart. */
async function telling(role: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const probe of PROBES) {
    const [one, other] = await both(role, probe);
    if (one !== other) names.push(probe.name);
  }
  return names;
}

describe('a column that may not be read', () => {
  test('no probe tells anything to who lacks the permission', async () => {
    expect(await telling('ATTACKER')).toEqual([]);
  }, 120_000);

  test('a probe never reaches the subgraph', async () => {
    for (const graph of graphs) graph.fetched.length = 0;
    for (const probe of PROBES) await both('ATTACKER', probe);
    const sent = graphs.flatMap(({ fetched }) => fetched).map(({ query }) => query);
    expect(sent.filter((query) => /salary|SALARY|richest|search|above/.test(query))).toEqual([]);
  }, 120_000);

  test('the same probes tell all to who has it, so they would have told', async () => {
    const names = await telling('PAYROLL');
    expect(names.length).toBeGreaterThan(PROBES.length / 2);
    for (const kind of ['gt', 'lt', 'eq', 'in', 'like', 'order', 'page', 'group', 'default']) {
      expect(
        names.filter((name) => name.includes(kind)),
        kind,
      ).not.toEqual([]);
    }
  }, 120_000);

  test('what reveals nothing of the column still works without it', async () => {
    const query =
      '{ employees(filter: {name: {like: "A%"}}, orderBy: NAME) { nodes { name } count } }';
    const [one] = await both('ATTACKER', { name: 'a name', query });
    expect(one).toContain('"data":{"employees":{"nodes":[{"name":"Ada"}],"count":1}}');
  });

  test('the error names the input, and no value', async () => {
    const [graph] = graphs;
    const answer = await graph?.ask(
      'ATTACKER',
      '{ employees(filter: {salary: {gt: 3}}) { count } }',
    );
    const [error] = answer?.body.errors ?? [];
    expect(error?.extensions).toMatchObject({
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
      coordinate: 'EmployeeFilter.salary',
      reasonCode: 'MISSING_PERMISSION',
    });
  });
});

test('inputs that say they reveal nothing would tell: it is @reveals that closes them', async () => {
  const open = employeesSdl('@reveals(coordinates: [])');
  const unguarded = await Promise.all(
    SETS.map((rows) => startFixture({ subgraphs: [employees(rows, open)], policy })),
  );
  const query = '{ employees(filter: {salary: {gt: 60}}) { count } }';
  const answers = await Promise.all(unguarded.map((graph) => graph.ask('ATTACKER', query)));
  for (const graph of unguarded) await graph.stop();
  expect(answers.map(({ body }) => body.data)).toEqual([
    { employees: { count: 0 } },
    { employees: { count: 3 } },
  ]);
});
