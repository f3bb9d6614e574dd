/** Gateway and subgraph read the same coordinates out of a fetch, each by its own schema. */
import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createPermitted } from '../gateway/fetch/permitted.ts';
import { createPreviewPlan } from '../gateway/planner/preview-plan.ts';
import { stripSecurityLinks } from '../gateway/policy/index.ts';
import { coordinatesOf, hashCoordinates } from '../lib/hop/index.ts';
import { composeFixture } from './conformance/fixture.ts';
import { composeOwn, type Graph } from './conformance/graph.ts';
import { generateOperation } from './properties/generate.ts';
import { asSent } from './properties/operation.ts';
import { createEndlessTape } from './properties/tape.ts';

interface Fetch {
  readonly subgraph: string;
  readonly text: string;
}

const OPERATIONS = 400;
const SEED = 20261125;

function fetchesIn(node: PlanNode | SubscriptionNode | undefined): readonly Fetch[] {
  switch (node?.kind) {
    case 'Fetch':
      return [{ subgraph: node.serviceName, text: node.operation }];
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesIn);
    case 'Flatten':
      return fetchesIn(node.node);
    case undefined:
      return [];
    default:
      throw new Error(`a plan with a ${node?.kind}`);
  }
}

/** Fetches of generated operations, each text once. */
function fetchesOf({ supergraphSdl, apiSchema }: Graph): readonly Fetch[] {
  const plan = createPreviewPlan(() => stripSecurityLinks(supergraphSdl));
  const tape = createEndlessTape(SEED);
  const plans: readonly QueryPlan[] = Array.from({ length: OPERATIONS }, () =>
    plan(parse(asSent(generateOperation(apiSchema, tape)).query), undefined),
  );
  const all = plans.flatMap(({ node }) => fetchesIn(node));
  return [...new Map(all.map((fetch) => [fetch.subgraph + fetch.text, fetch])).values()];
}

describe.each([
  ['the own graph', composeOwn],
  ['a graph with interfaces and unions', composeFixture],
])('fetches of %s', (_name, compose) => {
  const graph = compose();
  const fetches = fetchesOf(graph);

  it('have the same hash on both sides', () => {
    const { fetchOf } = createPermitted(graph.supergraphSdl);
    expect(fetches.length).toBeGreaterThan(100);
    for (const { subgraph, text } of fetches) {
      const schema = graph.schemas.get(subgraph);
      if (!schema) throw new Error(`no subgraph ${subgraph}`);
      const own = coordinatesOf(schema, parse(text));
      expect({ text, hash: hashCoordinates(own) }).toEqual({ text, hash: fetchOf(text).hash });
    }
  });

  it('have hashes of their own where they ask for other things', () => {
    const { fetchOf } = createPermitted(graph.supergraphSdl);
    const byHash = new Map<string, string>();
    for (const { text, subgraph } of fetches) {
      const schema = graph.schemas.get(subgraph);
      const list = schema ? coordinatesOf(schema, parse(text)).join() : '';
      const { hash } = fetchOf(text);
      expect(byHash.get(hash) ?? list).toBe(list);
      byHash.set(hash, list);
    }
  });
});
