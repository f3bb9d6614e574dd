/** Why a checkpoint proves nothing. */

export type CheckpointFault =
  /** No signed note, or its text is no checkpoint. */
  | 'MALFORMED_CHECKPOINT'
  /** None of its signatures is of the key it must be signed with. */
  | 'UNKNOWN_KEY'
  /** The key it names did not sign it. */
  | 'BAD_SIGNATURE'
  /** It is of another log than its key. */
  | 'WRONG_ORIGIN';

export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  readonly fault: CheckpointFault;

  constructor(fault: CheckpointFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
