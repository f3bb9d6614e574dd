import { composeServices } from '@apollo/composition';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { Registry } from 'prom-client';
import { afterEach, expect, test, vi } from 'vitest';
import { createLog } from '../../lib/log.ts';
import { operationOf } from '../../test/support/operations.ts';
import { createGatewayCaches } from '../caches.ts';
import { createPlanner } from './planner.ts';
import { PLANNING_BUDGET } from './planning-budget.ts';

const SUBGRAPHS = ['a', 'b', 'c'];

/** Every subgraph can resolve what is shared, so each step of an operation multiplies its plans. */
function explodingSupergraph(): string {
  const { supergraphSdl } = composeServices(
    SUBGRAPHS.map((name) => ({
      name,
      url: `http://${name}.internal`,
      typeDefs: parse(`
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
        type Query { node: Node @shareable }
        type Node @key(fields: "id") { id: ID! next: Node @shareable value: Value @shareable ${name}: Int }
        type Value @shareable { x: Int deeper: Value }`),
    })),
  );
  if (supergraphSdl === undefined) throw new Error('the fixture does not compose');
  return supergraphSdl;
}

function explodingOperation(depth: number): string {
  const own = SUBGRAPHS.join(' ');
  const nest = (level: number): string =>
    level === 0
      ? own
      : `p: next { value { x deeper { x } } ${own} ${nest(level - 1)} } q: next { value { x } ${own} next { ${own} } }`;
  return `{ node { ${nest(depth)} } }`;
}

/** Tells how many plans were weighed by whatever planner plans next. */
function watchPlanning() {
  const spy = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
  return () =>
    spy.mock.contexts.map((planner) =>
      planner instanceof QueryPlanner
        ? (planner.lastGeneratedPlanStatistics()?.evaluatedPlanCount ?? 0)
        : 0,
    );
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('an operation built to multiply its plans is planned within the budget', async () => {
  const plansWeighed = watchPlanning();
  const planner = await createPlanner({
    supergraphSdl: explodingSupergraph(),
    plans: createGatewayCaches(new Registry()).plans,
    log: createLog({ name: 'test', level: 'silent' }),
    dataSource: () => ({ process: async () => ({ data: {} }) }),
  });
  const text = explodingOperation(3);
  const document = parse(text);
  const request = { document, operation: operationOf(document), text, planKey: 'k', variables: {} };
  await planner.execute(request, {});
  await planner.stop();
  const [weighed = 0] = plansWeighed();
  expect(weighed).toBeGreaterThan(1);
  expect(weighed).toBeLessThanOrEqual(PLANNING_BUDGET.maxEvaluatedPlans);
});
