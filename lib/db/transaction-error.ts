/** Why a tenant transaction was ended by us, and not by the database. */
export type TransactionFault =
  | 'ABORTED'
  | 'DEADLINE_PASSED'
  | 'CONNECTION_LOST'
  | 'AFTER_END'
  | 'NOT_COMMITTED'
  | 'CLOSED';

const MESSAGES = {
  ABORTED: 'whoever asked has gone',
  DEADLINE_PASSED: 'the deadline has passed',
  CONNECTION_LOST: 'the connection was lost; whether it committed is unknown',
  AFTER_END: 'a statement on a tenant transaction after its end',
  NOT_COMMITTED: 'the database rolled back what was to be committed',
  CLOSED: 'the database was closed',
} as const satisfies Record<TransactionFault, string>;

/** Holds no statement and no parameter: it may be logged. */
export class TransactionError extends Error {
  override readonly name = 'TransactionError';
  readonly fault: TransactionFault;

  constructor(fault: TransactionFault, options?: ErrorOptions) {
    super(MESSAGES[fault], options);
    this.fault = fault;
  }
}
