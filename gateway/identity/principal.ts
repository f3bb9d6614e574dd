/** Who asks: what a verified token says, and nothing the request adds to it. */
import type { BankId } from '../../lib/ids.ts';

export interface Principal {
  /** The token's `sub`. */
  readonly subject: string;
  readonly role: string;
  /** The one tenant the token carries. */
  readonly bankId: BankId;
  /** The program it asks by: the token's `client_id`, or `azp`. */
  readonly client: string;
}

/** The client of a token that names none. */
export const UNKNOWN_CLIENT = 'unknown';
