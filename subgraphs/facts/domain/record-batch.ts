/** Records a checked batch inside one tenant transaction: all of it, or nothing and why. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import { Refusal } from '../../../lib/errors/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { Sealing } from '../../../lib/personal/index.ts';
import { sealCounterparties } from '../../../lib/personal/index.ts';
import type { Teller } from '../../../lib/trail/index.ts';
import { findOwnAccounts } from '../personal/find-own-accounts.ts';
import { claimIdempotencyKey } from '../queries/claim-idempotency-key.ts';
import { insertPayments, type PlainPayment } from '../queries/insert-payments.ts';
import { recordEvents } from '../queries/record-events.ts';
import type { PaymentInput, UserError } from '../resolvers.generated.ts';
import { tellRecorded } from '../tell-recorded.ts';
import { eventId } from './ids.ts';
import { newPayment } from './new-payment.ts';
import { duplicateReference, hashBatch, isAccountNumber, unknownAccount } from './payment-batch.ts';

export interface Batch {
  readonly bankId: BankId;
  readonly idempotencyKey: string;
  readonly payments: readonly PaymentInput[];
  readonly teller: Teller;
  /** What the trail is told of each besides. */
  readonly details?: Readonly<Record<string, string>>;
}

export interface Recorded {
  readonly recordedCount: number;
  readonly replayed: boolean;
}

/** Thrown to roll the transaction back, the claimed key included. */
export class BatchRejected extends Error {
  override readonly name = 'BatchRejected';
  readonly userErrors: readonly UserError[];

  constructor(userErrors: readonly UserError[]) {
    super('the batch was rejected');
    this.userErrors = userErrors;
  }
}

/**
 * @throws {BatchRejected} when the bank's accounts or references don't allow it.
 * @throws {Refusal} IDEMPOTENCY_KEY_REUSED when the key recorded another batch before;
 * IDEMPOTENCY_KEY_IN_FLIGHT while another transaction holds it.
 */
export async function recordBatch(
  tx: TenantTransaction,
  sealing: Sealing,
  batch: Batch,
): Promise<Recorded> {
  const { bankId, payments } = batch;
  const inputHash = hashBatch(payments);
  const claim = { key: batch.idempotencyKey, inputHash, recordedCount: payments.length };
  const claimed = await claimIdempotencyKey(tx, bankId, claim);
  if (claimed.kind === 'in-flight') throw keyInFlight();
  if (claimed.kind === 'before') {
    if (claimed.claim.inputHash !== inputHash) throw keyReused();
    return { recordedCount: claimed.claim.recordedCount, replayed: true };
  }
  const plain = await resolveAccounts(tx, sealing, batch);
  const rows = await sealCounterparties(sealing, { bankId, table: 'facts.payments' }, plain);
  const added = await insertPayments(tx, bankId, rows);
  const duplicates = payments.flatMap(({ reference }, index) =>
    added.has(reference) ? [] : [duplicateReference(index)],
  );
  if (duplicates.length > 0) throw new BatchRejected(duplicates);
  const events = rows.map(({ id, accountId }) => ({ id: eventId(id), accountId, paymentId: id }));
  await recordEvents(tx, bankId, events);
  const { teller, details } = batch;
  await tellRecorded(tx, bankId, { payments: plain, teller, sealing, detailsOf: () => details });
  return { recordedCount: rows.length, replayed: false };
}

async function resolveAccounts(
  tx: TenantTransaction,
  sealing: Sealing,
  batch: Batch,
): Promise<PlainPayment[]> {
  const { bankId, payments } = batch;
  const numbers = payments.map(({ accountNumber }) => accountNumber).filter(isAccountNumber);
  const idByNumber = await findOwnAccounts(tx, bankId, sealing, numbers);
  const errors: UserError[] = [];
  const rows = payments.flatMap((payment, index) => {
    const accountId = idByNumber.get(payment.accountNumber);
    if (accountId !== undefined) return [newPayment(bankId, accountId, payment)];
    errors.push(unknownAccount(index));
    return [];
  });
  if (errors.length > 0) throw new BatchRejected(errors);
  return rows;
}

function keyReused(): Refusal {
  return new Refusal('IDEMPOTENCY_KEY_REUSED', 'This key recorded another batch before.', {
    coordinate: 'Mutation.recordPayments(idempotencyKey:)',
    hint: 'Send the same payments again, or choose another key for these.',
  });
}

function keyInFlight(): Refusal {
  return new Refusal('IDEMPOTENCY_KEY_IN_FLIGHT', 'Another request with this key is under way.', {
    coordinate: 'Mutation.recordPayments(idempotencyKey:)',
    hint: 'Send the same request again in a moment: it is answered what the other one was.',
  });
}
