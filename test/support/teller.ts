/** Who changes something, where it does not matter who. */
import type { Teller } from '../../lib/trail/index.ts';

export const TELLER: Teller = {
  subject: 'test',
  role: 'SYSTEM',
  operationName: 'recordPayments',
  policyRevision: 'r1',
};
