import type { QueryPlan } from '@apollo/query-planner';
import { expect, test } from 'vitest';
import { outlinePlan, subgraphsOf } from './outline-plan.ts';

const fetch = (serviceName: string) =>
  ({
    kind: 'Fetch',
    serviceName,
    operation: `{ joinKey_of_${serviceName} }`,
    operationName: undefined,
    operationKind: 'query',
  }) as QueryPlan['node'] & { kind: 'Fetch' };

const plan: QueryPlan = {
  kind: 'QueryPlan',
  node: {
    kind: 'Sequence',
    nodes: [
      fetch('facts'),
      {
        kind: 'Parallel',
        nodes: [
          { kind: 'Flatten', path: ['accounts', '@', 'holder'], node: fetch('graph') },
          { kind: 'Flatten', path: ['accounts', '@', 'onlyForJoins'], node: fetch('metrics') },
          {
            kind: 'Condition',
            condition: 'with',
            ifClause: fetch('audit'),
            elseClause: fetch('facts'),
          },
        ],
      },
    ],
  },
};

const asked = (path: readonly string[]) => path.join('.') === 'accounts.holder';

test('callers see which subgraphs are asked, and paths they asked for', () => {
  expect(outlinePlan(plan, { showsOperations: false, isAsked: asked })).toEqual({
    kind: 'sequence',
    nodes: [
      { kind: 'fetch', subgraph: 'facts' },
      {
        kind: 'parallel',
        nodes: [
          {
            kind: 'flatten',
            path: ['accounts', 'holder'],
            node: { kind: 'fetch', subgraph: 'graph' },
          },
          { kind: 'flatten', node: { kind: 'fetch', subgraph: 'metrics' } },
          {
            kind: 'condition',
            variable: 'with',
            whenTrue: { kind: 'fetch', subgraph: 'audit' },
            whenFalse: { kind: 'fetch', subgraph: 'facts' },
          },
        ],
      },
    ],
  });
});

test('what only joins need is in no outline without the text of fetches', () => {
  const text = (showsOperations: boolean) =>
    JSON.stringify(outlinePlan(plan, { showsOperations, isAsked: asked }));
  expect(text(false)).not.toMatch(/onlyForJoins|joinKey/);
  expect(text(true)).toMatch(/onlyForJoins/);
  expect(text(true)).toMatch(/joinKey_of_metrics/);
});

test('the subgraphs are those of every branch, each once', () => {
  const outline = outlinePlan(plan, { showsOperations: false, isAsked: asked });
  expect(subgraphsOf(outline)).toEqual(['audit', 'facts', 'graph', 'metrics']);
});

test('a plan that fetches nothing has no outline', () => {
  const empty = outlinePlan({ kind: 'QueryPlan' }, { showsOperations: true, isAsked: asked });
  expect(empty).toBeUndefined();
  expect(subgraphsOf(empty)).toEqual([]);
});
