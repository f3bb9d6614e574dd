/** Takes a key for a batch, or says what it was taken for before, or that it is being taken just now. */
import { and, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { idempotencyKeys } from '../tables.ts';

export interface Claim {
  readonly key: string;
  readonly inputHash: string;
  readonly recordedCount: number;
}

export type Claimed =
  | { readonly kind: 'taken' }
  | { readonly kind: 'before'; readonly claim: Claim }
  /** Another transaction holds the key; whether it will keep it is not known yet. */
  | { readonly kind: 'in-flight' };

type Row = { readonly held: boolean; readonly taken: boolean };

/**
 * Never waits: who inserts a key holds its lock until the transaction ends, and who gets no lock does
 * not insert. The key is free again if the transaction rolls back, or its connection ends.
 */
export async function claimIdempotencyKey(
  tx: TenantTransaction,
  bankId: BankId,
  claim: Claim,
): Promise<Claimed> {
  const name = `facts.idempotency_keys:${bankId}:${claim.key}`;
  const rows = await tx.execute<Row>(sql`
    with lock as materialized (
      select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held
    ), taken as (
      insert into facts.idempotency_keys (bank_id, key, input_hash, recorded_count)
      select ${bankId}::uuid, ${claim.key}::text, ${claim.inputHash}::text, ${claim.recordedCount}::integer
      from lock where held
      on conflict (bank_id, key) do nothing
      returning key
    )
    select held, exists (select from taken) as taken from lock`);
  const [row] = rows;
  if (!row?.held) return { kind: 'in-flight' };
  if (row.taken) return { kind: 'taken' };
  const [before] = await tx
    .select({
      key: idempotencyKeys.key,
      inputHash: idempotencyKeys.inputHash,
      recordedCount: idempotencyKeys.recordedCount,
    })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.bankId, bankId), eq(idempotencyKeys.key, claim.key)));
  // Deleted between the two statements, since its day was over: the next attempt finds it free.
  return before ? { kind: 'before', claim: before } : { kind: 'in-flight' };
}
