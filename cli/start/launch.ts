/** What the parts of one `payscope start` share. */
import type { CliConfig } from '../config.ts';
import type { CommandContext } from '../main.ts';
import type { Place } from './place.ts';
import type { Processes } from './processes.ts';

export interface Launch {
  readonly config: CliConfig;
  readonly context: CommandContext;
  readonly place: Place;
  readonly processes: Processes;
  /** What was opened is closed in the opposite order: the gateway first, the database last. */
  readonly opened: AsyncDisposableStack;
  /** Aborted by Ctrl-C. */
  readonly stop: AbortSignal;
}

/** Rejects when the launcher is told to stop; for Promise.race with what may take long. */
export function whenStopped(stop: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (stop.aborted) reject(stop.reason);
    else stop.addEventListener('abort', () => reject(stop.reason), { once: true });
  });
}
