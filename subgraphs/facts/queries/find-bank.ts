/** The bank of the transaction; RLS shows no other. */
import { eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { BankModel } from '../models.ts';
import { banks } from '../tables.ts';

export async function findBank(tx: TenantTransaction, bankId: BankId): Promise<BankModel | null> {
  const rows = await tx
    .select({ id: banks.bankId, code: banks.code })
    .from(banks)
    .where(eq(banks.bankId, bankId));
  return rows[0] ?? null;
}
