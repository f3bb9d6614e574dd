/** A request to erase, as the gateway answers it. */
import { z } from 'zod';

export const REQUEST_FIELDS =
  'id subject { kind id } state reason requestedBy requestedAt decidedBy decidedAt';

export const requestSchema = z.object({
  id: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  state: z.string(),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
});

export type ErasureRequest = z.output<typeof requestSchema>;

/** @example 'erased 2026-11-25T12:00:00.000Z  0193…  ACCOUNT_HOLDER 0b6e…, asked by alice, decided by bob: why' */
export function describeRequest(request: ErasureRequest): string {
  const { id, subject, state, reason, requestedBy, requestedAt, decidedBy, decidedAt } = request;
  const when = decidedAt ?? requestedAt;
  const who = decidedBy === null ? '' : `, decided by ${decidedBy}`;
  return `${state} ${when}  ${id}  ${subject.kind} ${subject.id}, asked by ${requestedBy}${who}: ${reason}`;
}
