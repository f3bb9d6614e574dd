/** What is sealed of an account holder: each field for its own place, under the holder's key. */
import type { Envelope, Place } from '../../../lib/envelope/index.ts';
import { toBankId } from '../../../lib/ids.ts';
import type { AccountHolderModel } from '../models.ts';
import type { SealedHolder } from '../queries/seal-holders.ts';

/** As it is read from a source, or was written before fields were sealed. */
export interface PlainHolder
  extends Pick<AccountHolderModel, 'bankId' | 'id' | 'accountId' | 'role'> {
  readonly birthDate: string;
  readonly gender: 'FEMALE' | 'MALE';
  readonly district: string;
}

export type HolderField = 'birthDate' | 'gender' | 'district';

const COLUMNS: Readonly<Record<HolderField, string>> = {
  birthDate: 'birth_date',
  gender: 'gender',
  district: 'district',
};

/** @throws {SubjectErased} where the holder was erased. */
export async function sealHolder(
  envelope: Envelope,
  plain: PlainHolder,
  rowVersion = 1,
): Promise<SealedHolder & Pick<PlainHolder, 'bankId' | 'accountId' | 'role'>> {
  const seal = (field: HolderField) =>
    envelope.seal(placeOf({ ...plain, rowVersion }, field), plain[field]);
  const [birthDateSealed, genderSealed, districtSealed] = await Promise.all([
    seal('birthDate'),
    seal('gender'),
    seal('district'),
  ]);
  const { bankId, id, accountId, role } = plain;
  return { bankId, id, accountId, role, rowVersion, birthDateSealed, genderSealed, districtSealed };
}

/** Null where the holder was erased. @throws {SealBroken} where the row is not what was sealed. */
export async function openHolder(
  envelope: Envelope,
  holder: AccountHolderModel,
  field: HolderField,
): Promise<string | null> {
  const sealed = holder[`${field}Sealed`];
  // In the clear, or erased.
  if (sealed === null) return holder[field];
  const opened = await envelope.open(placeOf(holder, field), sealed);
  return opened.kind === 'opened' ? opened.text : null;
}

function placeOf(
  { bankId, id, rowVersion }: Pick<AccountHolderModel, 'bankId' | 'id' | 'rowVersion'>,
  field: HolderField,
): Place {
  return {
    bankId: toBankId(bankId),
    subjectId: id,
    table: 'facts.account_holders',
    column: COLUMNS[field],
    rowId: id,
    rowVersion,
  };
}
