/** What a subgraph is made of, and the server that runs one behind hop tokens. */
export { type SubgraphConfig, SubgraphConfigSchema } from './config.ts';
export {
  PAGE_SIZE_DEFAULT,
  PAGE_SIZE_MAX,
  type Page,
  readPageSize,
  toPage,
} from './connection.ts';
export type {
  Background,
  BackgroundParts,
  CounterDefinition,
  RequestContext,
  SubgraphContext,
  SubgraphDefinition,
  SubgraphName,
  SubgraphRoutes,
} from './definition.ts';
export { describeFault } from './describe-fault.ts';
export { listening, runSubgraphs } from './run.ts';
export { type RunningSubgraph, type SubgraphResources, serveSubgraph } from './serve.ts';
