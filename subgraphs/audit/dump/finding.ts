/** What verifying a dump can find, in the words both verifiers use. */

export type FindingKind =
  /** Not one entry as canonical JSON. */
  | 'MALFORMED_ENTRY'
  /** An entry of another bank. */
  | 'WRONG_BANK'
  /** An entry is missing, doubled, or not in its place. */
  | 'WRONG_SEQUENCE'
  /** It does not follow the entry before. */
  | 'BROKEN_LINK'
  /** It is not what its hash says. */
  | 'WRONG_HASH'
  /** Chain and hashes fit, but it is not what was signed: history was written anew. */
  | 'WRONG_ROOT'
  /** Entries that were signed are missing at the end: cut off, or the dump is older than a checkpoint. */
  | 'TRUNCATED';

export interface Finding {
  readonly kind: FindingKind;
  /** The place in the chain, from 1; of a wrong root the checkpoint's size. */
  readonly sequence: number;
  /** The entries it is among, where it is not known which. */
  readonly among?: { readonly from: number; readonly to: number };
}

/** For people. */
export function describeFinding({ kind, sequence, among }: Finding): string {
  switch (kind) {
    case 'MALFORMED_ENTRY':
      return `line ${sequence} is no entry in canonical JSON`;
    case 'WRONG_BANK':
      return `entry ${sequence} is of another bank`;
    case 'WRONG_SEQUENCE':
      return `entry ${sequence} is missing: another is in its place`;
    case 'BROKEN_LINK':
      return `entry ${sequence} does not follow the one before it`;
    case 'WRONG_HASH':
      return `entry ${sequence} was changed: it is not what its hash says`;
    case 'WRONG_ROOT':
      return `history was written anew: of entries ${among?.from ?? 1} to ${sequence} at least one is not what was signed`;
    case 'TRUNCATED':
      return describeTruncated((among?.from ?? 1) - 1, sequence);
    default:
      return kind satisfies never;
  }
}

/** Both look the same from here, so it says how to tell. */
function describeTruncated(entries: number, signed: number): string {
  return [
    `the newest checkpoint covers ${signed} entries and the dump has ${entries}`,
    `export again: what is older than its checkpoint is complete then; what stays short was cut off at its end`,
  ].join('; ');
}
