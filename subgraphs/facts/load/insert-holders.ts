/** Writes holders, sealed; who is there already is left as they are. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { envelopeWithin } from '../personal/envelope-in.ts';
import { type PlainHolder, sealHolder } from '../personal/holder.ts';
import { accountHolders } from '../tables.ts';
import { insertRows } from './insert-rows.ts';

/** Their keys are added in the same transaction. @returns how many were new. */
export async function insertHolders(
  tx: TenantTransaction,
  bankId: BankId,
  holders: readonly PlainHolder[],
  keys: PersonalKeys,
): Promise<number> {
  const envelope = envelopeWithin(tx, bankId, keys);
  const sealed = await Promise.all(holders.map((holder) => sealHolder(envelope, holder)));
  return insertRows(tx, accountHolders, sealed);
}
