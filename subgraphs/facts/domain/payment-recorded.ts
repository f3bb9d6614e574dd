/** What the trail is told of a payment that was recorded. */
import type { Happening, ValueChange } from '../../../lib/trail/index.ts';
import type { PlainPayment } from '../queries/insert-payments.ts';

/** The counterparty's account, sealed, and whose it is; null where it may not be written any more. */
export interface SealedAccount {
  readonly subjectId: string;
  readonly sealed: Uint8Array | null;
}

/** Where the sealed value belongs, as whoever opens it has to know. */
export const SEALED_IN = { table: 'audit.entries', column: 'counterparty_account' } as const;

/** Before it there was nothing; a payment is never changed afterwards. */
export function paymentRecorded(
  payment: PlainPayment,
  counterparty: SealedAccount | undefined,
  details: Readonly<Record<string, string>> = {},
): Happening {
  const values: Readonly<Record<string, string | null>> = {
    reference: payment.reference,
    account_id: payment.accountId,
    minor_units: String(payment.minorUnits),
    currency: payment.currency,
    direction: payment.direction,
    channel: payment.channel,
    purpose: payment.purpose,
    value_date: payment.valueDate,
    counterparty_bank: payment.counterpartyBank,
    balance_after_minor_units: payment.balanceAfterMinorUnits?.toString() ?? null,
  };
  const open = Object.entries(values).flatMap(([name, after]): [string, ValueChange][] =>
    after === null ? [] : [[name, { before: null, after, subject: null }]],
  );
  const changes: Record<string, ValueChange> = Object.fromEntries(open);
  if (counterparty) {
    const { subjectId: subject, sealed } = counterparty;
    const after = sealed && Buffer.from(sealed).toString('base64');
    changes[SEALED_IN.column] = { before: null, after, subject };
  }
  const event = { category: 'change', kind: 'PAYMENT_RECORDED', details, changes } as const;
  return { event, entityIds: [payment.id] };
}
