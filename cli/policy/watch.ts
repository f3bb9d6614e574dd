/** Runs something again whenever a file of the policy, its schema or its cases is saved. */
import { type FSWatcher, watch as watchFiles } from 'node:fs';
import { casesFolderOf } from '../../workbench/cases.ts';
import { schemaFolderOf } from '../../workbench/load-version.ts';
import { WorkbenchError } from '../../workbench/workbench-error.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { watchStopSignals } from '../start/stop-signals.ts';
import type { Terminal } from '../terminal.ts';
import type { Workbench } from './open-workbench.ts';

/** An editor saves in several steps, and a generator many files. */
const QUIET_MS = 150;

const WATCHED = /\.(rego|json|yaml|graphql)$/;

/** @returns the exit code of the last run, when Ctrl-C ends it. */
export async function watch(
  terminal: Terminal,
  { root, folder }: Workbench,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  using signals = watchStopSignals(process, () => process.exit(EXIT.findings));
  const folders = [folder, schemaFolderOf(root, folder), casesFolderOf(root, folder)];
  let code: ExitCode = await attempt(terminal, run);
  // Before it is said that it is watched, or the first save could be missed.
  const saves = changes(folders, signals.stop);
  terminal.progress(terminal.colors.dim('Watching; Ctrl-C ends it.'));
  for await (const file of saves) {
    terminal.progress(terminal.colors.dim(`\n${file} was saved`));
    code = await attempt(terminal, run);
  }
  return code;
}

/** What can't be compiled yet is no reason to end. */
async function attempt(terminal: Terminal, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error;
    terminal.progress(terminal.colors.red(error.message));
    return EXIT.findings;
  }
}

/** The last saved file of each burst, from now on; ends with the signal. */
export function changes(folders: readonly string[], stop: AbortSignal): AsyncGenerator<string> {
  let saved: string | undefined;
  let wake = () => {};
  let timer: NodeJS.Timeout | undefined;
  const note = (_event: string, file: string | null) => {
    if (file === null || !WATCHED.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      saved = file;
      wake();
    }, QUIET_MS);
  };
  const watchers: readonly FSWatcher[] = folders.map((folder) =>
    watchFiles(folder, { recursive: true }, note),
  );
  stop.addEventListener('abort', () => wake(), { once: true });
  async function* each(): AsyncGenerator<string> {
    try {
      while (!stop.aborted) {
        if (saved === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const file = saved;
        saved = undefined;
        yield file;
      }
    } finally {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    }
  }
  return each();
}
