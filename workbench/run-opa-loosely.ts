/** Runs OPA where a failure is an answer too: `opa check` and `opa test` exit 1 or 2 with a report. */
import { runOpa } from './opa.ts';

export interface OpaOutcome {
  readonly isClean: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** @throws when OPA can't be run at all. */
export async function runOpaLoosely(
  opaPath: string,
  args: readonly string[],
  options: { readonly cwd: string },
): Promise<OpaOutcome> {
  try {
    return { isClean: true, stdout: await runOpa(opaPath, args, options), stderr: '' };
  } catch (error) {
    if (!(error instanceof Error) || !('stdout' in error && 'stderr' in error)) throw error;
    return { isClean: false, stdout: String(error.stdout), stderr: String(error.stderr) };
  }
}
