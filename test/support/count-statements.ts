/** Counts what the loaders of a subgraph send to the database. */
import type { TenantTransaction } from '../../lib/db/index.ts';
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';

export interface Counted<L> {
  readonly definition: SubgraphDefinition<L>;
  /** Since the start; a root field's own query is not among them. */
  readonly statements: () => number;
}

/** @example const counted = countStatements(graph); served = await serveForTest(counted.definition, url); */
export function countStatements<L>(definition: SubgraphDefinition<L>): Counted<L> {
  let statements = 0;
  const counting = (tx: TenantTransaction): TenantTransaction =>
    new Proxy(tx, {
      get: (target, name, receiver) => {
        if (name === 'select' || name === 'execute') statements += 1;
        return Reflect.get(target, name, receiver);
      },
    });
  const createLoaders: SubgraphDefinition<L>['createLoaders'] = (context) =>
    definition.createLoaders({
      ...context,
      inTenant: (work) => context.inTenant((tx) => work(counting(tx))),
      readInTenant: (work, limits) => context.readInTenant((tx) => work(counting(tx)), limits),
    });
  return { definition: { ...definition, createLoaders }, statements: () => statements };
}
