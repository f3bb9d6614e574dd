/** An account named by bank code and number, checked once. */
import { Refusal } from '../../../lib/errors/index.ts';

export interface AccountRef {
  readonly bank: string;
  readonly number: string;
}

const BANK_CODE = /^[A-Z]{2}$/;
/** As long as an IBAN (ISO 13616). */
const ACCOUNT_NUMBER = /^[\dA-Za-z-]{1,34}$/;

/** @throws {Refusal} BAD_USER_INPUT when it can't be an account's name. */
export function toAccountRef(name: string, { bank, number }: AccountRef): AccountRef {
  if (!BANK_CODE.test(bank)) throw refuse(`${name}.bank takes a two-letter bank code, as HB.`);
  if (!ACCOUNT_NUMBER.test(number)) throw refuse(`${name}.number takes an account number.`);
  return { bank, number };
}

function refuse(message: string): Refusal {
  return new Refusal('BAD_USER_INPUT', message, { reason: 'INVALID_ACCOUNT' });
}
