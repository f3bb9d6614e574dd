/** Something in the sources that keeps a file from being generated: for people to mend. */
export class WorkbenchError extends Error {
  override readonly name = 'WorkbenchError';
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    super([`${what}:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.problems = problems;
  }
}
