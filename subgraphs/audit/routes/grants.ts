/** GET /grants: the elevations in force for whoever the hop token names, for the gateway to decide by. */
import type { RequestContext, SubgraphRoutes } from '../../../lib/subgraph/index.ts';
import { listGrants } from '../queries/list-grants.ts';

/** One person asks for ten at once and each lasts an hour at most, so more make no sense. */
const GRANTS_MAX = 100;

export function grantsRoute(now: () => Date): SubgraphRoutes {
  return (app, contextOf) => {
    app.get('/grants', async (request) => ({ grants: await grantsOf(contextOf(request), now()) }));
  };
}

/** Subject, role and bank come from the hop token only: nobody is asked about another. */
async function grantsOf({ readInTenant, principal }: RequestContext, now: Date) {
  const { bankId, subject, role } = principal;
  const query = { bankId, subject, role, now, limit: GRANTS_MAX };
  const active = await readInTenant((tx) => listGrants(tx, query));
  return active.flatMap(({ id, permission, endsAt }) =>
    endsAt ? [{ id, permission, until: endsAt.toISOString() }] : [],
  );
}
