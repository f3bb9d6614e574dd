/** Puts sealed fields in the place of those in the clear. */
import { and, eq, sql } from 'drizzle-orm';
import { hexOf } from '../../../lib/db/hex-of.ts';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { accountHolders } from '../tables.ts';

export interface SealedHolder {
  readonly id: string;
  readonly rowVersion: number;
  readonly birthDateSealed: Uint8Array;
  readonly genderSealed: Uint8Array;
  readonly districtSealed: Uint8Array;
}

/** One JSON parameter: one statement text for any number of them. */
export async function sealHolders(
  tx: TenantTransaction,
  bankId: BankId,
  holders: readonly SealedHolder[],
): Promise<void> {
  const rows = holders.map(({ id, rowVersion, ...sealed }) => ({
    ...{ id, rowVersion },
    birthDate: hexOf(sealed.birthDateSealed),
    gender: hexOf(sealed.genderSealed),
    district: hexOf(sealed.districtSealed),
  }));
  await tx
    .update(accountHolders)
    .set({
      birthDate: null,
      gender: null,
      district: null,
      rowVersion: sql`sealed."rowVersion"`,
      birthDateSealed: sql`decode(sealed."birthDate", 'hex')`,
      genderSealed: sql`decode(sealed."gender", 'hex')`,
      districtSealed: sql`decode(sealed."district", 'hex')`,
    })
    .from(
      sql`json_to_recordset(${JSON.stringify(rows)}::json) as sealed
        ("id" uuid, "rowVersion" integer, "birthDate" text, "gender" text, "district" text)`,
    )
    .where(and(eq(accountHolders.bankId, bankId), eq(accountHolders.id, sql`sealed."id"`)));
}
