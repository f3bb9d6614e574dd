/** Seals the counterparties' accounts of payments for the trail, each under its own key. */
import { SubjectErased } from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { Sealing } from '../../../lib/personal/index.ts';
import { SEALED_IN, type SealedAccount } from '../domain/payment-recorded.ts';
import type { PlainPayment } from '../queries/insert-payments.ts';

/** By the payments' ids; of those without a counterparty there is nothing. */
export async function sealForTrail(
  sealing: Sealing,
  bankId: BankId,
  payments: readonly PlainPayment[],
): Promise<ReadonlyMap<string, SealedAccount>> {
  const named = payments.flatMap(({ id, counterpartyBank: bank, counterpartyAccount: number }) =>
    bank !== null && number !== null ? [{ id, bank, number }] : [],
  );
  const subjects = await sealing.tagsOf(named);
  const seal = async (subjectId: string, index: number): Promise<[string, SealedAccount][]> => {
    const account = named[index];
    if (!account) return [];
    const { id, number } = account;
    const place = { bankId, subjectId, ...SEALED_IN, rowId: id, rowVersion: 1 };
    const sealed = await sealing.seal(place, number).catch(withoutErased);
    return [[id, { subjectId, sealed }]];
  };
  return new Map((await Promise.all(subjects.map(seal))).flat());
}

/** Nothing new is written of who was erased. */
function withoutErased(error: unknown): null {
  if (error instanceof SubjectErased) return null;
  throw error;
}
