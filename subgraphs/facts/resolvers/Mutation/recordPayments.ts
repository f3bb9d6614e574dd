import { Refusal } from '../../../../lib/errors/index.ts';
import { checkBatch, isPrintable } from '../../domain/payment-batch.ts';
import { BatchRejected, recordBatch } from '../../domain/record-batch.ts';
import type { MutationResolvers, UserError } from '../../resolvers.generated.ts';

const KEY_CHARACTERS_MAX = 200;

export const recordPayments: MutationResolvers['recordPayments'] = async (
  _root,
  { input, idempotencyKey },
  { inTenant, principal, changed, loaders },
) => {
  if (!isPrintable(idempotencyKey, KEY_CHARACTERS_MAX)) throw invalidKey();
  const errors = checkBatch(input.payments);
  if (errors.length > 0) return rejected(errors);
  const { bankId, subject, role, policyRevision, decisionId } = principal;
  const batch = {
    bankId,
    idempotencyKey,
    payments: input.payments,
    teller: { subject, role, policyRevision, operationName: 'recordPayments' },
    details: { decision: decisionId },
  };
  try {
    const recorded = await inTenant((tx) => recordBatch(tx, loaders.sealingWithin(tx), batch));
    changed();
    return { ...recorded, userErrors: [] };
  } catch (error) {
    if (error instanceof BatchRejected) return rejected(error.userErrors);
    throw error;
  }
};

function rejected(userErrors: readonly UserError[]) {
  return { recordedCount: 0, replayed: false, userErrors };
}

function invalidKey(): Refusal {
  const message = `idempotencyKey takes 1 to ${KEY_CHARACTERS_MAX} printable characters.`;
  return new Refusal('BAD_USER_INPUT', message, {
    coordinate: 'Mutation.recordPayments(idempotencyKey:)',
  });
}
