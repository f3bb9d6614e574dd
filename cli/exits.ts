/** How the command ends: its exit codes and the errors that choose them. */

export const EXIT = { ok: 0, findings: 1, usage: 2, environment: 3 } as const;

export type ExitCode = number;

/** The command line asked for something the command doesn't take. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The machine lacks something the command needs; the message says what to do about it. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}
