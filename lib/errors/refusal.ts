/** A refusal is the client's doing and safe to show; every other error is a fault. */
import { CODES, type Code } from './codes.ts';

export interface RefusalDetails {
  /** Machine-readable reason under the code, as `TOKEN_EXPIRED` under UNAUTHENTICATED. */
  readonly reason?: string;
  /** What to do next, in a sentence. */
  readonly hint?: string;
  /** The schema coordinate it is about. */
  readonly coordinate?: string;
  readonly path?: ReadonlyArray<string | number>;
  /** Which limit was exceeded, what it is, and what the operation has; shown as `limit`. */
  readonly limit?: { readonly name: string; readonly max: number; readonly actual: number };
  /** Response headers that belong to it (RFC 9110), as WWW-Authenticate. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the response's `extensions` say of it. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** For the log only. */
  readonly cause?: unknown;
}

/**
 * Thrown where a request is refused. The message is shown to the client as it is.
 * @example throw new Refusal('BAD_USER_INPUT', 'first takes 1 to 200, got -1.', { hint: 'Leave it out for 50.' })
 */
export class Refusal extends Error {
  readonly code: Code;
  readonly details: RefusalDetails;

  constructor(code: Code, message: string, details: RefusalDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return CODES[this.code].status;
  }
}
