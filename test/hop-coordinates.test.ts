/** Gateway and subgraph read the same coordinates out of a fetch, each by its own schema. */
import { fileURLToPath } from 'node:url';
import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { type DocumentNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readRegisteredOperations } from '../gateway/documents/index.ts';
import { checkPermitted, createPermitted } from '../gateway/fetch/permitted.ts';
import { createPreviewPlan } from '../gateway/planner/preview-plan.ts';
import { stripSecurityLinks } from '../gateway/policy/index.ts';
import { coordinatesOf, hashCoordinates } from '../lib/hop/index.ts';
import { composeFixture } from './conformance/fixture.ts';
import { composeOwn, type Graph } from './conformance/graph.ts';
import { generateOperation } from './properties/generate.ts';
import { asSent } from './properties/operation.ts';
import { createEndlessTape } from './properties/tape.ts';

interface Fetch {
  /** The operation it is of. */
  readonly of: DocumentNode;
  readonly subgraph: string;
  readonly text: string;
}

const OPERATIONS = 400;
const SEED = 20261125;

function fetchesIn(
  of: DocumentNode,
  node: PlanNode | SubscriptionNode | undefined,
): readonly Fetch[] {
  switch (node?.kind) {
    case 'Fetch':
      return [{ of, subgraph: node.serviceName, text: node.operation }];
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => fetchesIn(of, each));
    case 'Flatten':
      return fetchesIn(of, node.node);
    case undefined:
      return [];
    default:
      throw new Error(`a plan with a ${node?.kind}`);
  }
}

const REGISTERED = fileURLToPath(new URL('../schema/operations', import.meta.url));

/** What clients have registered; it fits the own graph only. */
async function registered(): Promise<readonly string[]> {
  const operations = await readRegisteredOperations(REGISTERED);
  return operations.map(({ document }) => document);
}

function generated(apiSchema: Graph['apiSchema']): readonly string[] {
  const tape = createEndlessTape(SEED);
  return Array.from({ length: OPERATIONS }, () => asSent(generateOperation(apiSchema, tape)).query);
}

/** Each text once. */
function fetchesOf({ supergraphSdl }: Graph, operations: readonly string[]): readonly Fetch[] {
  const plan = createPreviewPlan(() => stripSecurityLinks(supergraphSdl));
  const all = operations.flatMap((text) => {
    const document = parse(text);
    return fetchesIn(document, plan(document, undefined).node);
  });
  return [...new Map(all.map((fetch) => [fetch.subgraph + fetch.text, fetch])).values()];
}

describe.each([
  ['the own graph', composeOwn, await registered()],
  ['a graph with interfaces and unions', composeFixture, []],
])('fetches of %s', (_name, compose, known) => {
  const graph = compose();
  const fetches = fetchesOf(graph, [...known, ...generated(graph.apiSchema)]);

  it('ask for no more than their operation: a good fetch is never held back', () => {
    const permitted = createPermitted(graph.supergraphSdl);
    for (const { of, text } of fetches) {
      expect(() => checkPermitted(permitted.fetchOf(text), permitted.by(of)), text).not.toThrow();
    }
  });

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
