/** One long-running Node process of `payscope start`: its start, its last words, its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { rootPath } from '../root.ts';
import type { Environment } from '../terminal.ts';
import { summarizeError } from './summarize-error.ts';

const LAST_LINES = 12;

/** What loading modules leaves behind would otherwise stay resident for good: 120 MB of it. */
const NODE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=4',
  `--import=${new URL('../../lib/lean-imports.js', import.meta.url).href}`,
];

export interface ChildSpec {
  readonly name: string;
  /** The TypeScript file to run, once `run` has told its environment. */
  readonly main: string;
  /** Files to load while waiting for that. */
  readonly early: readonly string[];
  /** Of Node itself. */
  readonly environment: Environment;
  /** Where its log goes; errors in there and what it writes to stderr also go to `onErrorLine`. */
  readonly logFile: string;
  onErrorLine(line: string): void;
}

export interface Listening {
  readonly name: string;
  readonly url: string;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastLines: readonly string[];
}

export interface Child {
  readonly name: string;
  /** Lets it begin its work. */
  run(environment: Environment): void;
  /** Resolves when the process has reported as many listeners; rejects when it ends before. */
  listening(count: number): Promise<readonly Listening[]>;
  readonly ended: Promise<Ending>;
  kill(signal: NodeJS.Signals): void;
}

const listeningReport = z.object({
  kind: z.literal('listening'),
  name: z.string(),
  url: z.url(),
});

/** A child that ended before it listened. */
export class ChildEndedError extends Error {
  override readonly name = 'ChildEndedError';
  readonly child: string;
  readonly ending: Ending;

  constructor(child: string, ending: Ending) {
    super(`${child} ${describeEnding(ending)}`);
    this.child = child;
    this.ending = ending;
  }
}

export function startChild(spec: ChildSpec): Child {
  const held = [rootPath('cli/start/held.js'), spec.main, ...spec.early];
  const launched = spawn(process.execPath, [...NODE_FLAGS, ...held], {
    cwd: rootPath('.'),
    env: spec.environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own process group: Ctrl-C in a terminal reaches the launcher alone, which then ends the
    // processes in the right order.
    detached: true,
    windowsHide: true,
  });
  const reports: Listening[] = [];
  launched.on('message', (message) => {
    const report = listeningReport.safeParse(message);
    if (report.success) reports.push(report.data);
  });
  const ended = observeEnd(launched, keepLines(launched, spec));
  return {
    name: spec.name,
    ended,
    run: (settings) => void launched.send({ environment: settings }, () => undefined),
    kill: (signal) => void launched.kill(signal),
    listening: (count) =>
      Promise.race([
        ended.then((ending) => Promise.reject(new ChildEndedError(spec.name, ending))),
        new Promise<readonly Listening[]>((resolve) => {
          const look = () => {
            if (reports.length < count) return;
            launched.off('message', look);
            resolve(reports);
          };
          launched.on('message', look);
          look();
        }),
      ]),
  };
}

/** Asks first, then insists. */
export async function endChild(child: Child, graceMs: number): Promise<void> {
  const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
  child.kill('SIGTERM');
  await child.ended;
  clearTimeout(insist);
}

export function describeEnding({ code, signal }: Ending): string {
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
}

/** Everything goes to the log file; the last lines are kept, to be shown when the process dies. */
function keepLines(child: ChildProcess, spec: ChildSpec): readonly string[] {
  const lines: string[] = [];
  const file = createWriteStream(spec.logFile, { flags: 'a', mode: 0o600 });
  const keep = (line: string) => {
    file.write(`${line}\n`);
    lines.push(line);
    if (lines.length > LAST_LINES) lines.shift();
  };
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      keep(line);
      const said = summarizeError(line);
      if (said !== undefined) spec.onErrorLine(said);
    });
  }
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      keep(line);
      spec.onErrorLine(line);
    });
  }
  child.on('close', () => file.end());
  return lines;
}

function observeEnd(child: ChildProcess, lastLines: readonly string[]): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', (error) =>
      resolve({ code: null, signal: null, lastLines: [error.message] }),
    );
    child.once('close', (code, signal) => resolve({ code, signal, lastLines }));
  });
}
