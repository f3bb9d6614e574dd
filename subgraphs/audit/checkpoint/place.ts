/** Where signed checkpoints are kept: out of reach of whoever owns the database. */

export interface CheckpointPlace {
  /** Resolves once it is kept; giving the same note twice is giving it once. */
  readonly keep: (origin: string, note: string) => Promise<void>;
  /** The one kept last; undefined where there is none. */
  readonly latest: (origin: string) => Promise<string | undefined>;
}
