/** The processes of one `payscope start`, by name: started, ended in order, or ended at once. */

import { rootPath } from '../root.ts';
import type { Environment, Terminal } from '../terminal.ts';
import { type Child, describeEnding, type Ending, endChild, startChild } from './child.ts';
import { nodeEnvironment } from './environments.ts';
import type { Place } from './place.ts';

export type ProcessName = 'subgraphs' | 'gateway';

/** Together under the 10 s that an orchestrator waits before it kills. */
const GRACE_MS = { gateway: 6000, subgraphs: 2000 } as const;

/** What takes a process longest to load; loading it does nothing yet. */
const EARLY = {
  gateway: ['gateway/quiet.ts', 'gateway/start.ts'],
  subgraphs: [
    'lib/subgraph/index.ts',
    'subgraphs/facts/index.ts',
    'subgraphs/metrics/index.ts',
    'subgraphs/graph/index.ts',
    'subgraphs/audit/index.ts',
  ],
} as const;

export interface Processes {
  /** Starts loading; the process works once it is told to `run`. */
  start(name: ProcessName): Child;
  /** Lets the process answer what it has begun; does nothing when it isn't running. */
  end(name: ProcessName): Promise<void>;
  /** For a second Ctrl-C: no process is asked. */
  endHard(): void;
}

export function createProcesses(place: Place, outer: Environment, terminal: Terminal): Processes {
  const running = new Map<ProcessName, Child>();
  return {
    start: (name) => {
      const child = startChild({
        name,
        main: rootPath(`${name}/main.ts`),
        early: EARLY[name].map(rootPath),
        environment: nodeEnvironment(outer, place.compileCacheDir),
        logFile: place.logFile(name),
        onErrorLine: (line) => terminal.progress(`${terminal.colors.dim(`${name} |`)} ${line}`),
      });
      running.set(name, child);
      void child.ended.then(() => {
        if (running.get(name) === child) running.delete(name);
      });
      return child;
    },
    end: async (name) => {
      const child = running.get(name);
      if (child) await endChild(child, GRACE_MS[name]);
    },
    endHard: () => {
      for (const child of running.values()) child.kill('SIGKILL');
    },
  };
}

export function explainEnding(terminal: Terminal, name: string, ending: Ending): void {
  const { red, dim } = terminal.colors;
  terminal.progress(`${red('✗')} ${name} ${describeEnding(ending)}`);
  for (const line of ending.lastLines) terminal.progress(dim(`  ${line}`));
}
