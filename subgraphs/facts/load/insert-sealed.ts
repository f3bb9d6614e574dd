/** Writes rows of persons, sealed, with their keys in the same transaction; who is there already stays as they are. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import { type PersonalKeys, SubjectErased } from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { type Sealing, sealCounterparties, sealingWithin } from '../../../lib/personal/index.ts';
import { type PlainHolder, sealHolder } from '../personal/holder.ts';
import { sealLines } from '../personal/quarantined.ts';
import { tagPlainAccounts } from '../personal/tag-plain-accounts.ts';
import { accountHolders, accounts, payments, quarantine, standingOrders } from '../tables.ts';
import type { AccountRow, OrderRow, PaymentRow } from './home-bank.ts';
import { insertRows } from './insert-rows.ts';
import type { BadLine } from './source-files.ts';

/** Of one kind of row. @returns how many were new. */
export type Insert<Row> = (
  tx: TenantTransaction,
  bank: Bank,
  rows: readonly Row[],
) => Promise<number>;

/** Whose rows, and what seals them. */
export interface Bank {
  readonly bankId: BankId;
  readonly keys: PersonalKeys;
}

export const insertHolders: Insert<PlainHolder> = async (tx, { bankId, keys }, holders) => {
  const sealing = sealingWithin(tx, bankId, keys);
  const sealed = await Promise.all(holders.map((holder) => sealUnlessErased(sealing, holder)));
  return insertRows(
    tx,
    accountHolders,
    sealed.filter((row) => row !== undefined),
  );
};

/** Who was erased stays so, whatever a file says. */
async function sealUnlessErased(sealing: Sealing, holder: PlainHolder) {
  try {
    return await sealHolder(sealing, holder);
  } catch (error) {
    if (error instanceof SubjectErased) return undefined;
    throw error;
  }
}

/** With the tags that payments name them by. */
export const insertAccounts =
  (code: string): Insert<AccountRow> =>
  async (tx, { bankId, keys }, rows) => {
    const named = rows.map(({ number }) => ({ bank: code, number }));
    const tags = await sealingWithin(tx, bankId, keys).tagsOf(named);
    const tagged = rows.map((row, index) => ({ ...row, numberTag: tags[index] }));
    return insertRows(tx, accounts, tagged);
  };

export const insertPayments: Insert<PaymentRow> = async (tx, { bankId, keys }, rows) => {
  const sealing = sealingWithin(tx, bankId, keys);
  // Those that were there before accounts were tagged.
  const ids = [...new Set(rows.map(({ accountId }) => accountId))];
  await tagPlainAccounts(tx, bankId, sealing, { ids, limit: ids.length });
  const there = { bankId, table: 'facts.payments' } as const;
  return insertRows(tx, payments, await sealCounterparties(sealing, there, rows));
};

export const insertOrders: Insert<OrderRow> = async (tx, { bankId, keys }, rows) => {
  const sealing = sealingWithin(tx, bankId, keys);
  const there = { bankId, table: 'facts.standing_orders' } as const;
  return insertRows(tx, standingOrders, await sealCounterparties(sealing, there, rows));
};

export const insertBadLines: Insert<BadLine> = async (tx, { bankId, keys }, bad) => {
  const lines = bad.map((line) => ({ bankId, record: 0, ...line }));
  return insertRows(
    tx,
    quarantine,
    await sealLines(sealingWithin(tx, bankId, keys), bankId, lines),
  );
};
