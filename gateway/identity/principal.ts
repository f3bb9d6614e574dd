/** Who asks: what a verified token says, and nothing the request adds to it. */
import type { BankId } from '../../lib/ids.ts';

export interface Principal {
  /** The token's `sub`. */
  readonly subject: string;
  readonly role: string;
  /** The one tenant the token carries. */
  readonly bankId: BankId;
}
