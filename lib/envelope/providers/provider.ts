/** Who holds key-encryption keys: a data key is wrapped and unwrapped there, and only there. */
import type { Subject } from '../place.ts';

/** What a data key is for; a wrapped key unwraps in its own context only. */
export interface KeyContext extends Subject {
  readonly generation: number;
}

export interface WrappedKey {
  /** Which key-encryption key wrapped it, e.g. `file:3f2a…` or `vault:transit/payscope:v3`. */
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

export interface KeyProvider {
  /** What it wraps with now; what is wrapped with another waits to be re-wrapped. */
  readonly keyId: () => Promise<string>;
  /** Whether it is the one to unwrap what was wrapped under this id. */
  readonly knows: (keyId: string) => boolean;
  /** @throws {KeyProviderError} */
  readonly wrap: (dataKey: Uint8Array, context: KeyContext) => Promise<WrappedKey>;
  /** @throws {KeyProviderError} of kind BROKEN where key, bytes or context are not those wrapped. */
  readonly unwrap: (wrapped: WrappedKey, context: KeyContext) => Promise<Uint8Array>;
}

/**
 * - `BROKEN`: the wrapped key is not whole, or not of this context; asking again changes nothing.
 * - `REFUSED`: the provider does not let us; its configuration is wrong.
 * - `UNAVAILABLE`: no answer in time, or none of use; later may be better.
 */
export type KeyProviderFailure = 'BROKEN' | 'REFUSED' | 'UNAVAILABLE';

/** A fault, never shown to a client; its message names the provider and no key material. */
export class KeyProviderError extends Error {
  override readonly name = 'KeyProviderError';
  readonly kind: KeyProviderFailure;
  constructor(kind: KeyProviderFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The context as providers take it: names and texts. */
export function contextPairs({
  bankId,
  subjectId,
  generation,
}: KeyContext): Readonly<Record<string, string>> {
  return { bank: bankId, generation: String(generation), subject: subjectId };
}
