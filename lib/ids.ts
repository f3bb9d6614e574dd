/** Ids that must not be mixed up, and the only ways to make one. */
import { v5, v7, validate } from 'uuid';

/** The tenant: UUID of a bank, what `app.bank_id` is set to. */
export type BankId = string & { readonly brand: 'BankId' };

/** Names one answered operation to the client, the decision log and the audit trail. */
export type DecisionId = string & { readonly brand: 'DecisionId' };

const BANK_NAMESPACE = '6f1d4b58-54c4-5a0e-9d2b-5f0a8c1e7b21';

/** @throws {RangeError} when the text is no UUID (RFC 9562). */
export function toBankId(text: string): BankId {
  if (!isUuid(text)) throw new RangeError('a bank id is a UUID');
  return text.toLowerCase() as BankId;
}

/** The bank id of a two-letter bank code: UUID v5, so every machine agrees on it. */
export function bankIdOf(code: string): BankId {
  return toBankId(v5(code, BANK_NAMESPACE));
}

/** @throws {RangeError} when the text is no UUID. */
export function toDecisionId(text: string): DecisionId {
  if (!isUuid(text)) throw new RangeError('a decision id is a UUID');
  return text.toLowerCase() as DecisionId;
}

/** UUID v7: sorts by time, so the audit trail's index stays compact. */
export function newDecisionId(): DecisionId {
  return v7() as DecisionId;
}

/** UUID v7 of a row: newer ones sort after older ones. */
export function newId(): string {
  return v7();
}

export function isUuid(text: string): boolean {
  return validate(text);
}

/** Whether a token may name this client: the characters registries of clients use, 128 at most. */
export function isClientId(text: string): boolean {
  return /^[\w.:@/-]{1,128}$/.test(text);
}
