/** Dataloaders over tenant queries: many keys of one request become one statement. */
import DataLoader from 'dataloader';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { isUuid } from '../../../lib/ids.ts';
import type { RequestContext } from '../../../lib/subgraph/index.ts';

type Query<Row> = (
  tx: TenantTransaction,
  bankId: BankId,
  ids: readonly string[],
) => Promise<readonly Row[]>;

/** The row of each id, or null. */
export function loadOne<Row extends { readonly id: string }>(
  context: RequestContext,
  query: Query<Row>,
): DataLoader<string, Row | null> {
  return uuidLoader(async (ids) => {
    const rows = await runQuery(context, query, ids);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

/** The rows of each account. */
export function loadOfAccount<Row extends { readonly accountId: string }>(
  context: RequestContext,
  query: Query<Row>,
): DataLoader<string, readonly Row[]> {
  return uuidLoader(async (accountIds) => {
    const rows = await runQuery(context, query, accountIds);
    const byAccount = Map.groupBy(rows, ({ accountId }) => accountId);
    return accountIds.map((id) => byAccount.get(id) ?? []);
  });
}

function uuidLoader<T>(
  load: (ids: readonly string[]) => Promise<readonly T[]>,
): DataLoader<string, T> {
  return new DataLoader<string, T>((ids) => load(ids.map((id) => id.toLowerCase())));
}

/** An id that is no UUID names nothing, and Postgres would take it for a fault. */
async function runQuery<Row>(
  { readInTenant, principal }: RequestContext,
  query: Query<Row>,
  ids: readonly string[],
): Promise<readonly Row[]> {
  const known = [...new Set(ids.filter(isUuid))];
  if (known.length === 0) return [];
  return readInTenant((tx) => query(tx, principal.bankId, known));
}
