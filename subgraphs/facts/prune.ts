/** Deletes what has been kept long enough, a little at a time. */
import { type Database, type TenantTransaction, withTenant } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { type Teller, tellTrail } from '../../lib/trail/index.ts';
import { pruneDeadLetters } from './queries/prune-dead-letters.ts';
import { pruneIdempotencyKeys } from './queries/prune-idempotency-keys.ts';
import { pruneOutbox } from './queries/prune-outbox.ts';

const HOUR_MS = 3_600_000;

/** Rows of one transaction, so that no lock is held and no vacuum put off for long. */
const SLICE = 1_000;
/** Transactions of one round for one bank and table; what is left is for the next round. */
const SLICES_MAX = 100;

interface Kept {
  /** As the trail is told of it; nothing where what goes is no record of anything. */
  readonly kind?: string;
  readonly forMs: number;
  readonly prune: (
    tx: TenantTransaction,
    bankId: BankId,
    oldest: { readonly before: Date; readonly limit: number },
  ) => Promise<number>;
}

/** Dead letters before the events they are of. */
const KEPT: readonly Kept[] = [
  { forMs: 24 * HOUR_MS, prune: pruneIdempotencyKeys },
  { forMs: 7 * 24 * HOUR_MS, prune: pruneDeadLetters, kind: 'DEAD_LETTERS_DELETED' },
  { forMs: 7 * 24 * HOUR_MS, prune: pruneOutbox, kind: 'EVENTS_DELETED' },
];

/** @returns how many rows went. */
export async function pruneBank(database: Database, bankId: BankId, now: Date): Promise<number> {
  let gone = 0;
  for (const { forMs, prune, kind } of KEPT) {
    const oldest = { before: new Date(now.getTime() - forMs), limit: SLICE };
    for (let slices = 0; slices < SLICES_MAX; slices += 1) {
      const went = await withTenant(database, bankId, async (tx) => {
        const count = await prune(tx, bankId, oldest);
        if (count > 0 && kind !== undefined) await tell(tx, bankId, { kind, count, ...oldest });
        return count;
      });
      gone += went;
      if (went < SLICE) break;
    }
  }
  return gone;
}

/** Nobody asked for it: it is the platform's own doing. */
const PRUNER: Teller = {
  subject: 'payscope-facts',
  role: 'PLATFORM',
  operationName: 'prune',
  policyRevision: 'none',
};

async function tell(
  tx: TenantTransaction,
  bankId: BankId,
  { kind, count, before }: { readonly kind: string; readonly count: number; readonly before: Date },
): Promise<void> {
  const details = { count: String(count), before: before.toISOString() };
  const event = { category: 'lifecycle', kind, details } as const;
  await tellTrail(tx, bankId, PRUNER, [{ event, entityIds: [] }]);
}
