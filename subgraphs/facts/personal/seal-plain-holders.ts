/** Seals what was written in the clear before: some rows a transaction, as often as there are any. */
import { type Database, withTenant } from '../../../lib/db/index.ts';
import type { Envelope, PersonalKeys } from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AccountHolderModel } from '../models.ts';
import { listPlainHolders } from '../queries/list-plain-holders.ts';
import { sealHolders } from '../queries/seal-holders.ts';
import { envelopeWithin } from './envelope-in.ts';
import { type PlainHolder, sealHolder } from './holder.ts';

const SLICE = 500;

/**
 * May be stopped and begun again, and runs while others read.
 * @returns how many were sealed; what the table held before is in it until it is vacuumed.
 */
export async function sealPlainHolders(
  db: Database,
  bankId: BankId,
  keys: PersonalKeys,
): Promise<number> {
  for (let sealed = 0; ; ) {
    const done = await withTenant(db, bankId, async (tx) => {
      const plain = await listPlainHolders(tx, bankId, SLICE);
      if (plain.length === 0) return 0;
      const envelope = envelopeWithin(tx, bankId, keys);
      await sealHolders(tx, bankId, await Promise.all(plain.map((row) => sealOne(envelope, row))));
      return plain.length;
    });
    if (done === 0) return sealed;
    sealed += done;
  }
}

async function sealOne(envelope: Envelope, row: AccountHolderModel) {
  const rowVersion = row.rowVersion + 1;
  const {
    bankId: _bank,
    accountId: _account,
    role: _role,
    ...sealed
  } = await sealHolder(envelope, plainOf(row), rowVersion);
  return sealed;
}

/** The table's checks let all of them be null, or none. */
function plainOf({ birthDate, gender, district, ...rest }: AccountHolderModel): PlainHolder {
  if (birthDate === null || gender === null || district === null) {
    throw new TypeError('a holder without fields to seal');
  }
  return { ...rest, birthDate, gender, district };
}
