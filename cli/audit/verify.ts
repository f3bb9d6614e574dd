/** `payscope audit verify`: is a dump what was signed? Needs no database and no network. */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { judge, type Verdict } from '../../subgraphs/audit/dump/judge.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Colors } from '../terminal.ts';

export interface VerifyOptions {
  readonly dump: string;
  readonly checkpoint: string;
  readonly key: string;
  readonly json?: boolean;
}

export async function verifyTrail(
  { terminal }: CommandContext,
  options: VerifyOptions,
): Promise<ExitCode> {
  const checkpoints = await readFile(options.checkpoint).catch(() =>
    refuse('--checkpoint', options.checkpoint),
  );
  const key = await readKey(options.key);
  await using dump = await openDump(options.dump);
  const verdict = await judge({
    dump,
    checkpoints,
    key,
    onProgress: (entries) => terminal.progress(`  ${entries} entries fit`),
  });
  terminal.result(
    options.json
      ? JSON.stringify(verdict, null, 2)
      : describe(verdict, options.dump, terminal.resultColors),
  );
  return verdict.ok ? EXIT.ok : EXIT.findings;
}

/** The line itself, or what a file holds. */
async function readKey(key: string): Promise<string> {
  if (/^[^+]+\+[0-9a-f]{8}\+/.test(key)) return key;
  return readFile(key, 'utf8').catch(() => refuse('--key', key));
}

function openDump(file: string): Promise<FileHandle> {
  return open(file).catch(() => refuse('--dump', file));
}

function refuse(option: string, file: string): never {
  throw new UsageError(`${option}: ${file} can't be read`);
}

function describe(verdict: Verdict, dump: string, { green, red, bold }: Colors): string {
  const { ok, entries, proven, checkpoints, root, fault, message } = verdict;
  if (!ok) return `${red('✗')} ${bold(dump)}: ${message} (${fault})`;
  const waiting = entries - proven;
  return [
    `${green('✓')} ${bold(dump)} is what was signed`,
    `  entries      ${entries}`,
    `  proven       ${proven}, by ${checkpoints} ${checkpoints === 1 ? 'checkpoint' : 'checkpoints'}`,
    ...(waiting > 0 ? [`  not yet      ${waiting}, appended after the last checkpoint`] : []),
    `  root         ${root}`,
  ].join('\n');
}
