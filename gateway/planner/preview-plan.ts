/** The plan of an operation without running it, by the planner ApolloGateway uses, built alike. */
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { PLANNING_BUDGET } from './planning-budget.ts';

export type PreviewPlan = (document: DocumentNode, operationName: string | undefined) => QueryPlan;

/**
 * ApolloGateway plans only what it then runs. Few operations are asked about before they are run,
 * so the second planner is built when the first is.
 * @param supergraphSdl as ApolloGateway has it: security links stripped.
 */
export function createPreviewPlan(supergraphSdl: () => string): PreviewPlan {
  let built: { readonly supergraph: Supergraph; readonly planner: QueryPlanner } | undefined;
  return (document, operationName) => {
    built ??= build(supergraphSdl());
    const operation = operationFromDocument(built.supergraph.apiSchema(), document, {
      ...(operationName === undefined ? {} : { operationName }),
    });
    return built.planner.buildQueryPlan(operation);
  };
}

function build(supergraphSdl: string) {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false });
  return { supergraph, planner: new QueryPlanner(supergraph, { debug: PLANNING_BUDGET }) };
}
