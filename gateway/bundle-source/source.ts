/** A place a bundle is read from. It knows nothing of signatures: what it gives is not trusted. */

/** Why nothing could be read; a label of the metric. */
export const SOURCE_FAULTS = [
  'missing',
  'unreadable',
  'unauthorized',
  'timeout',
  'unreachable',
  'redirected',
  'too_large',
  'refused',
] as const;

export type SourceFault = (typeof SOURCE_FAULTS)[number];

export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly kind: SourceFault;

  constructor(kind: SourceFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

export type SourceAnswer =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'changed';
      readonly archive: Uint8Array;
      /** Names what was read, for the next time; absent where the source has no such name. */
      readonly tag: string | undefined;
    };

export interface BundleSource {
  readonly origin: 'file' | 'url' | 'signed_url';
  /** For messages and logs: without user, password or query. */
  readonly describe: () => string;
  /**
   * @param known the tag of what was read before; what still has it is not read again.
   * @throws {SourceError} when there is nothing to be had.
   */
  readonly read: (known: string | undefined, signal: AbortSignal) => Promise<SourceAnswer>;
  /** Calls back sooner than the next look would; what it returns ends that. */
  readonly watch?: (onChange: () => void) => () => void;
  /**
   * Puts an archive there, for every gateway that reads it; absent where only others can.
   * @throws {SourceError} when it isn't there afterwards.
   */
  readonly write?: (archive: Uint8Array) => Promise<void>;
}

/** A bundle as it travels; 64 MiB is what it may unpack to. */
export const ARCHIVE_BYTES_MAX = 16 * 1024 * 1024;
