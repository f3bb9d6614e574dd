/** What of a fault goes to the log: enough to find it, and never a row. */
import { codeOf } from '../errors/index.ts';

export interface FaultRecord {
  readonly type: string;
  readonly message: string;
  /** SQLSTATE or Node's error code. */
  readonly code: string | undefined;
  readonly stack: string | undefined;
  readonly cause: FaultRecord | undefined;
}

const CAUSES_MAX = 4;

/** Named properties only: a Postgres error's `detail` and `where` hold the values of the row. */
export function describeFault(error: unknown, causesLeft = CAUSES_MAX): FaultRecord {
  if (!(error instanceof Error)) {
    return {
      type: typeof error,
      message: String(error),
      code: undefined,
      stack: undefined,
      cause: undefined,
    };
  }
  const code = codeOf(error);
  const cause =
    error.cause !== undefined && causesLeft > 0
      ? describeFault(error.cause, causesLeft - 1)
      : undefined;
  return { type: error.name, message: error.message, code, stack: error.stack, cause };
}
