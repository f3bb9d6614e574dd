/** The two graphs everything here is asked of: the project's own, and one with abstract types. */
import { bundleOf } from '../support/bundles.ts';
import {
  committedSource,
  createOracle,
  type Oracle,
  type OracleSource,
} from '../support/oracle.ts';
import { composeFixture, FIXTURE_SOURCE } from './fixture.ts';
import { type Asking, startAsking } from './gateway.ts';
import { composeOwn, type Graph } from './graph.ts';

export type GraphName = 'own' | 'fixture';

export interface Subject {
  readonly graph: Graph;
  readonly oracle: Oracle;
  readonly source: OracleSource;
}

/** @param change of the role data the oracle and the bundle are made from. */
export function subjectOf(
  name: GraphName,
  change: (source: OracleSource) => OracleSource = (source) => source,
): Subject {
  const source = change(name === 'own' ? committedSource() : FIXTURE_SOURCE);
  const graph = name === 'own' ? composeOwn() : composeFixture();
  return { graph, source, oracle: createOracle(source) };
}

/** The gateway with the committed rules over the subject's role data. */
export async function startFor({ graph, source }: Subject): Promise<Asking> {
  const { roles, permissions, masks } = source;
  const bundle = await bundleOf({
    roles: Object.fromEntries(
      Object.entries(roles).map(([role, { permissions: held }]) => [role, held]),
    ),
    hidden: Object.keys(permissions).filter((each) => permissions[each]?.without === 'hide'),
    masks,
  });
  return startAsking(graph, bundle);
}
