/** A hop token that runs a mutation is spent: in the database, so that all replicas know. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../db/index.ts';
import { Refusal } from '../errors/index.ts';
import type { HopClaims } from '../hop/index.ts';

/** Past the longest life of a token and every tolerance of clocks. */
const KEPT = '5 minutes';
/** So that no mutation waits for a great clean-up. */
const PRUNED_MAX = 100;

/**
 * Commits before the mutation starts: of two at once with one token, one is refused.
 * @throws {Refusal} TOKEN_SPENT
 */
export async function spendToken(
  inTenant: <T>(work: (tx: TenantTransaction) => Promise<T>) => Promise<T>,
  { bankId, tokenId }: Pick<HopClaims, 'bankId' | 'tokenId'>,
): Promise<void> {
  const rows = await inTenant((tx) =>
    tx.execute(sql`
      with old as (
        select token_id from app.spent_tokens
        where bank_id = ${bankId} and expires_at < now()
        limit ${PRUNED_MAX}
      ), pruned as (
        delete from app.spent_tokens s using old
        where s.bank_id = ${bankId} and s.token_id = old.token_id
      )
      insert into app.spent_tokens (bank_id, token_id, expires_at)
      values (${bankId}, ${tokenId}, now() + ${KEPT}::interval)
      on conflict do nothing
      returning token_id`),
  );
  if (rows.length > 0) return;
  throw new Refusal('TOKEN_SPENT', 'This hop token has run a mutation already.', {
    hint: 'Ask the gateway; it signs a token for each call.',
  });
}
