/** What keeps the workbench from doing its work, for people to mend. */

/**
 * `findings`: the sources are not what they should be; `usage`: what was asked for is not there;
 * `environment`: the machine lacks something, as the compiler.
 */
export type ProblemKind = 'findings' | 'usage' | 'environment';

/** Something for people to mend: in the sources, in what they asked for, or on the machine. */
export class WorkbenchError extends Error {
  override readonly name = 'WorkbenchError';
  readonly problems: readonly string[];
  readonly kind: ProblemKind;

  constructor(what: string, problems: readonly string[], kind: ProblemKind = 'findings') {
    const head = problems.length > 0 ? `${what}:` : what;
    super([head, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.problems = problems;
    this.kind = kind;
  }
}
