/** The files of the Berka data set, with what identifies a whole line of each. */

/** Columns per line; a line with another number is cut off or run together. */
export const COLUMN_COUNTS = {
  'account.asc': 4,
  'client.asc': 3,
  'disp.asc': 4,
  'district.asc': 16,
  'loan.asc': 7,
  'order.asc': 6,
  'trans.asc': 10,
} as const;

export type SourceFile = keyof typeof COLUMN_COUNTS;

/** A line as it stands in its file. */
export interface SourceLine {
  /** From 1, the header included, as an editor counts. */
  readonly line: number;
  readonly content: string;
  readonly cells: readonly string[];
}

/** A line that could not be read, as it goes into quarantine. */
export interface BadLine {
  readonly source: SourceFile;
  readonly line: number;
  readonly reason: string;
  readonly content: string;
}
