/** Opens what the trail holds sealed of a payment. */
import type { Envelope } from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { ValueChange } from '../../../lib/trail/index.ts';
import { SEALED_IN } from '../domain/payment-recorded.ts';

/** Values as they were; null for what nobody can read any more, its subject having been erased. */
export interface OpenedChange {
  readonly before: string | null;
  readonly after: string | null;
  readonly isErased: boolean;
}

/** @throws {SealBroken} where it is not what was sealed for this payment. */
export async function openChange(
  envelope: Envelope,
  { bankId, paymentId }: { readonly bankId: BankId; readonly paymentId: string },
  { before, after, subject }: ValueChange,
): Promise<OpenedChange> {
  if (subject === null) return { before, after, isErased: false };
  const place = { bankId, subjectId: subject, ...SEALED_IN, rowId: paymentId, rowVersion: 1 };
  const open = async (sealed: string | null) =>
    sealed === null ? null : envelope.open(place, Buffer.from(sealed, 'base64'));
  const opened = [await open(before), await open(after)] as const;
  const [was, is] = opened.map((one) => (one?.kind === 'opened' ? one.text : null));
  const isErased = opened.some((one) => one?.kind === 'erased') || (before ?? after) === null;
  return { before: was ?? null, after: is ?? null, isErased };
}
