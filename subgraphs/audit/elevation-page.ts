/** A page of elevations: the bank's, or one person's. */
import { type Page, readPageSize, type SubgraphContext, toPage } from '../../lib/subgraph/index.ts';
import type { Loaders } from './loaders/index.ts';
import type { ElevationModel } from './models.ts';
import { listElevations } from './queries/list-elevations.ts';
import type { QueryElevationsArgs } from './resolvers.generated.ts';

export interface ElevationList {
  /** `Query.elevations`, say. */
  readonly coordinate: string;
  readonly subject: string | undefined;
  readonly now: Date;
}

export async function elevationPage(
  { coordinate, subject, now }: ElevationList,
  { first, after, status }: QueryElevationsArgs,
  { cursors, readInTenant, principal: { bankId } }: SubgraphContext<Loaders>,
): Promise<Page<ElevationModel>> {
  const size = readPageSize(first, `${coordinate}(first:)`);
  const [id] = typeof after === 'string' ? cursors.decode(bankId, coordinate, after) : [];
  const before = id === undefined ? undefined : String(id);
  const page = { bankId, subject, status: status ?? undefined, now, before, limit: size + 1 };
  const rows = await readInTenant((tx) => listElevations(tx, page));
  return toPage({
    rows,
    size,
    after,
    cursorOf: (row) => cursors.encode(bankId, coordinate, [row.id]),
  });
}
