/** The numbers of many accounts by one statement, and their keys by another; null where one was erased. */
import DataLoader from 'dataloader';
import type { Sealing } from '../../../lib/personal/index.ts';
import { openCounterparty } from '../../../lib/personal/index.ts';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import { findNodeNumbers, type NodeNumberRow } from '../queries/find-node-numbers.ts';

export function nodeNumberLoader(
  { readInTenant, principal: { bankId } }: RequestContext,
  sealing: Sealing,
): DataLoader<string, string | null> {
  const open = async (row: NodeNumberRow | undefined): Promise<string | null> => {
    if (!row) return null;
    const { nodeId, number, paymentId, rowVersion, sealed } = row;
    if (paymentId === null || rowVersion === null) return number;
    return openCounterparty(sealing, 'facts.payments', {
      ...{ bankId, id: paymentId, rowVersion, counterpartyAccount: null },
      ...{ counterpartyAccountSealed: sealed, counterpartyAccountTag: nodeId },
    });
  };
  return new DataLoader(async (nodeIds) => {
    const rows = await readInTenant((tx) => findNodeNumbers(tx, bankId, nodeIds));
    const byId = new Map(rows.map((row) => [row.nodeId, row]));
    const opened = await Promise.allSettled(nodeIds.map((id) => open(byId.get(id))));
    return opened.map((one) => (one.status === 'fulfilled' ? one.value : toError(one.reason)));
  });
}

/** Of one account that does not open, not of those asked with it. */
function toError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error('an account does not open', { cause });
}
