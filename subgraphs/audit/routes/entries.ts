/** POST /entries: the gateway records an operation and gets a receipt, or the client gets no answer. */
import { Refusal } from '../../../lib/errors/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { RequestContext, SubgraphRoutes } from '../../../lib/subgraph/index.ts';
import { append } from '../append.ts';
import { coalesce } from '../coalesce.ts';
import type { Appended } from '../domain/append-plan.ts';
import { type Operation, readOperation } from '../domain/operation.ts';

/** Appends in one transaction, at most: enough to keep up, few enough to answer the first soon. */
const BATCH_MAX = 100;

interface Item {
  readonly operation: Operation;
  readonly context: RequestContext;
}

/** What the gateway keeps of an entry. */
interface Receipt {
  readonly sequence: number;
  readonly hash: string;
  readonly recordedAt: string;
}

export function entriesRoute(now: () => Date): SubgraphRoutes {
  return (app, contextOf) => {
    const appendSoon = coalesce<BankId, Item, Appended>({
      run: async (_bankId, items) => {
        try {
          return await appendAll(items, now());
        } finally {
          // After a failure too: a connection lost while committing may have committed.
          items[0]?.context.changed();
        }
      },
      itemsMax: BATCH_MAX,
    });
    app.post('/entries', async (request, reply) => {
      const context = contextOf(request);
      const { principal } = context;
      const operation = readOperation(request.body, principal);
      const appended = await appendSoon(principal.bankId, { operation, context });
      const receipt = toReceipt(appended);
      return reply.status(appended.kind === 'appended' ? 201 : 200).send(receipt);
    });
  };
}

/** Items of one bank, so that any item's transaction is the tenant of all. */
async function appendAll(items: readonly Item[], now: Date): Promise<readonly Appended[]> {
  const [first] = items;
  if (!first) return [];
  const { inTenantToTheEnd, principal } = first.context;
  const operations = items.map(({ operation }) => operation);
  return inTenantToTheEnd((tx) => append(tx, { bankId: principal.bankId, operations, now }));
}

function toReceipt(appended: Appended): Receipt {
  if (appended.kind === 'conflicting') {
    throw new Refusal('IDEMPOTENCY_KEY_REUSED', 'The decision id stands for another operation.');
  }
  const { sequence, hash, recordedAt } = appended.entry;
  return { sequence, hash, recordedAt: recordedAt.toISOString() };
}
