/** Seals what was written in the clear before: some rows a transaction, as often as there are any. */
import {
  type Database,
  readTenant,
  type TenantTransaction,
  withTenant,
} from '../../../lib/db/index.ts';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { type Sealing, sealCounterparties, sealingWithin } from '../../../lib/personal/index.ts';
import type { AccountHolderModel } from '../models.ts';
import { hasPlain } from '../queries/has-plain.ts';
import { listPlainCounterparties } from '../queries/list-plain-counterparties.ts';
import { listPlainHolders } from '../queries/list-plain-holders.ts';
import { sealCounterpartiesOf } from '../queries/seal-counterparties.ts';
import { sealHolders } from '../queries/seal-holders.ts';
import { listPlainQuarantine, sealQuarantine } from '../queries/seal-quarantine.ts';
import { payments, standingOrders } from '../tables.ts';
import { type PlainHolder, sealHolder } from './holder.ts';
import { sealLines } from './quarantined.ts';
import { tagPlainAccounts } from './tag-plain-accounts.ts';

const SLICE = 1_000;

/** Within one transaction. @returns how many; 0 when none is left. */
type Slice = (tx: TenantTransaction, bankId: BankId, sealing: Sealing) => Promise<number>;

/** Accounts before payments, which can't enter the graph from an account without a tag. */
const SLICES: readonly Slice[] = [
  sealSomeHolders,
  (tx, bankId, sealing) => tagPlainAccounts(tx, bankId, sealing, { limit: SLICE }),
  sealSomeOrders,
  sealSomePayments,
  sealSomeLines,
];

/**
 * May be stopped and begun again, and runs while others read and write.
 * @returns how many rows were sealed; what the tables held before is in them until they are vacuumed.
 */
export async function sealPlain(
  db: Database,
  bankId: BankId,
  keys: PersonalKeys,
  onProgress: (sealed: number) => void = () => undefined,
): Promise<number> {
  // As a rule there is nothing, and one read says so of all tables.
  if (!(await readTenant(db, bankId, (tx) => hasPlain(tx, bankId)))) return 0;
  let sealed = 0;
  for (const slice of SLICES) {
    for (;;) {
      const done = await withTenant(db, bankId, (tx) =>
        slice(tx, bankId, sealingWithin(tx, bankId, keys)),
      );
      if (done === 0) break;
      sealed += done;
      onProgress(sealed);
    }
  }
  return sealed;
}

async function sealSomeHolders(
  tx: TenantTransaction,
  bankId: BankId,
  sealing: Sealing,
): Promise<number> {
  const plain = await listPlainHolders(tx, bankId, SLICE);
  if (plain.length === 0) return 0;
  const sealOne = async (row: AccountHolderModel) => {
    const sealed = await sealHolder(sealing, plainOf(row), row.rowVersion + 1);
    const { bankId: _bank, accountId: _account, role: _role, ...rest } = sealed;
    return rest;
  };
  await sealHolders(tx, bankId, await Promise.all(plain.map(sealOne)));
  return plain.length;
}

/** The table's checks let all of them be null, or none. */
function plainOf({ birthDate, gender, district, ...rest }: AccountHolderModel): PlainHolder {
  if (birthDate === null || gender === null || district === null) {
    throw new TypeError('a holder without fields to seal');
  }
  return { ...rest, birthDate, gender, district };
}

async function sealSomeOrders(
  tx: TenantTransaction,
  bankId: BankId,
  sealing: Sealing,
): Promise<number> {
  const plain = await listPlainCounterparties(tx, bankId, standingOrders, SLICE);
  const there = { bankId, table: 'facts.standing_orders' } as const;
  const sealed = await sealCounterparties(sealing, there, plain, nextVersion);
  await sealCounterpartiesOf(tx, bankId, standingOrders, sealed);
  return plain.length;
}

async function sealSomePayments(
  tx: TenantTransaction,
  bankId: BankId,
  sealing: Sealing,
): Promise<number> {
  const plain = await listPlainCounterparties(tx, bankId, payments, SLICE);
  const ids = [...new Set(plain.map(({ accountId }) => accountId))];
  // Those of accounts that came since accounts were tagged.
  await tagPlainAccounts(tx, bankId, sealing, { ids, limit: ids.length });
  const there = { bankId, table: 'facts.payments' } as const;
  const sealed = await sealCounterparties(sealing, there, plain, nextVersion);
  await sealCounterpartiesOf(tx, bankId, payments, sealed);
  return plain.length;
}

function nextVersion({ rowVersion }: { readonly rowVersion: number }): number {
  return rowVersion + 1;
}

async function sealSomeLines(
  tx: TenantTransaction,
  bankId: BankId,
  sealing: Sealing,
): Promise<number> {
  const plain = await listPlainQuarantine(tx, bankId, SLICE);
  const lines = plain.flatMap(({ content, ...line }) =>
    content === null ? [] : [{ ...line, content }],
  );
  await sealQuarantine(tx, bankId, await sealLines(sealing, bankId, lines));
  return plain.length;
}
