import { readPageSize, toPage } from '../../../../lib/subgraph/index.ts';
import { listErasureRequests } from '../../queries/list-erasure-requests.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';

const LIST = 'Query.erasureRequests';

export const erasureRequests: QueryResolvers['erasureRequests'] = async (_root, args, context) => {
  const { cursors, readInTenant, principal } = context;
  const { bankId } = principal;
  const size = readPageSize(args.first, `${LIST}(first:)`);
  const list = args.state ? `${LIST} ${args.state}` : LIST;
  const [id] = typeof args.after === 'string' ? cursors.decode(bankId, list, args.after) : [];
  const before = id === undefined ? undefined : String(id);
  const page = { state: args.state ?? undefined, before, limit: size + 1 };
  const rows = await readInTenant((tx) => listErasureRequests(tx, bankId, page));
  const cursorOf = (row: { id: string }) => cursors.encode(bankId, list, [row.id]);
  return toPage({ rows, size, after: args.after, cursorOf });
};
