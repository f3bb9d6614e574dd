/** What of the world around it the subgraph depends on. */
import type { BankId } from '../../lib/ids.ts';

export interface Surroundings {
  /** The clock that entries are stamped with, and that elevations begin and end by. */
  readonly now: () => Date;
  /** Told of each append once it is committed. */
  readonly grew: (bankId: BankId) => void;
}
