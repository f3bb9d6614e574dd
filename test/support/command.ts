/** Runs the `payscope` command as its users do: as a process of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, '../../cli/bin.js');

export interface RunningCommand {
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves when stdout or stderr has it; rejects when the command ends before. */
  said(text: string | RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code; undefined when a signal ended it. */
  readonly ended: Promise<number | undefined>;
}

export function startCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): RunningCommand {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: {
      PATH: process.env.PATH,
      NODE_V8_COVERAGE: process.env.CHILD_V8_COVERAGE,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Signals to its group must not reach the test runner.
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('close', (code) => resolve(code ?? undefined));
  });
  const has = (text: string | RegExp) =>
    [stdout, stderr].some((said) =>
      text instanceof RegExp ? text.test(said) : said.includes(text),
    );
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: (signal) => void child.kill(signal),
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (has(text)) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        ended.then((code) => reject(new Error(`ended with ${code} before "${text}":\n${stderr}`)));
        look();
      }),
  };
}

/** To its end. */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}> {
  const command = startCommand(args, environment);
  const code = await command.ended;
  return { code, stdout: command.stdout(), stderr: command.stderr() };
}
