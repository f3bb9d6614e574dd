/** Tells the trail of payments in the transaction that records them. */
import type { TenantTransaction } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import type { Sealing } from '../../lib/personal/index.ts';
import { type Teller, tellTrail } from '../../lib/trail/index.ts';
import { paymentRecorded } from './domain/payment-recorded.ts';
import { sealForTrail } from './personal/seal-for-trail.ts';
import type { PlainPayment } from './queries/insert-payments.ts';

export interface Recorded {
  readonly payments: readonly PlainPayment[];
  readonly teller: Teller;
  readonly sealing: Sealing;
  /** More about one of them. */
  readonly detailsOf: (payment: PlainPayment) => Readonly<Record<string, string>> | undefined;
}

/** An entry each: so that one payment can be proven without the others. */
export async function tellRecorded(
  tx: TenantTransaction,
  bankId: BankId,
  { payments, teller, sealing, detailsOf }: Recorded,
): Promise<void> {
  const sealed = await sealForTrail(sealing, bankId, payments);
  const happenings = payments.map((payment) =>
    paymentRecorded(payment, sealed.get(payment.id), detailsOf(payment)),
  );
  await tellTrail(tx, bankId, teller, happenings);
}
