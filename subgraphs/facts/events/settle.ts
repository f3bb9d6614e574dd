/** Writes down what became of a batch: taken, to be tried again, or given up. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { buryDelivery } from '../queries/bury-delivery.ts';
import { endDeliveries } from '../queries/end-deliveries.ts';
import { postponeDelivery } from '../queries/postpone-delivery.ts';
import { afterFailure } from './backoff.ts';
import type { Result } from './deliver-batch.ts';

export interface ToSettle {
  readonly bankId: BankId;
  readonly webhookId: string;
  readonly results: readonly Result[];
  readonly now: Date;
  readonly random: () => number;
}

/** What became of one delivery. */
export type Settled =
  | { readonly kind: 'delivered'; readonly lagMs: number }
  | { readonly kind: 'postponed' | 'dead'; readonly reason: string };

export async function settle(
  tx: TenantTransaction,
  { bankId, webhookId, results, now, random }: ToSettle,
): Promise<readonly Settled[]> {
  const taken = results.filter(({ outcome }) => outcome.kind === 'taken');
  if (taken.length > 0) {
    const eventIds = taken.map(({ delivery }) => delivery.eventId);
    await endDeliveries(tx, bankId, { webhookId, eventIds });
  }
  const settled: Settled[] = taken.map(({ delivery }) => ({
    kind: 'delivered',
    // Another machine's clock may be behind.
    lagMs: Math.max(0, now.getTime() - Date.parse(delivery.recordedAt)),
  }));
  for (const { delivery, outcome } of results) {
    if (outcome.kind === 'taken') continue;
    const { eventId } = delivery;
    const { reason } = outcome;
    const attempts = delivery.attempts + 1;
    const firstDueAt = new Date(delivery.firstDueAt);
    const next = afterFailure({ attempts, firstDueAt, now, random });
    if (next.kind === 'again') {
      await postponeDelivery(tx, bankId, { webhookId, eventId, attempts, dueAt: next.dueAt });
      settled.push({ kind: 'postponed', reason });
    } else {
      await buryDelivery(tx, bankId, { webhookId, eventId, attempts, reason, diedAt: now });
      settled.push({ kind: 'dead', reason });
    }
  }
  return settled;
}
