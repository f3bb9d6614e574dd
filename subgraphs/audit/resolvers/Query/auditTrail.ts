import { readPageSize, toPage } from '../../../../lib/subgraph/index.ts';
import { checkTrailFilter } from '../../domain/trail-filter.ts';
import { listEntries } from '../../queries/list-entries.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';

const LIST = 'Query.auditTrail';

export const auditTrail: QueryResolvers['auditTrail'] = async (_root, args, context) => {
  const { cursors, readInTenant, principal } = context;
  const { bankId } = principal;
  const size = readPageSize(args.first, 'Query.auditTrail(first:)');
  const filter = checkTrailFilter(args.filter ?? {});
  const [sequence] = typeof args.after === 'string' ? cursors.decode(bankId, LIST, args.after) : [];
  const before = sequence === undefined ? undefined : Number(sequence);
  const rows = await readInTenant((tx) =>
    listEntries(tx, bankId, { filter, before, limit: size + 1 }),
  );
  return toPage({
    rows,
    size,
    after: args.after,
    cursorOf: (row) => cursors.encode(bankId, LIST, [row.sequence]),
  });
};
