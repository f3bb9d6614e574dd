/** A page of documentation as a program: its blocks in order, run where a reader would run them. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface GuideBlock {
  readonly kind: 'run' | 'start' | 'patch' | 'shown';
  readonly text: string;
  /** What a block that is run has to end with. */
  readonly exit: number;
  /** Of the page, from 1. */
  readonly line: number;
}

const KINDS: Readonly<Record<string, GuideBlock['kind'] | undefined>> = {
  sh: 'run',
  diff: 'patch',
  text: 'shown',
};

/** `sh` is run, `sh background` started, `diff` applied; a `text` is in what the last one said. */
export function blocksOf(page: string): readonly GuideBlock[] {
  return [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].flatMap((match) => {
    const [, language = '', more = '', text = ''] = match;
    const kind = more === 'background' ? 'start' : KINDS[language];
    if (kind === undefined) return [];
    const exit = Number(/^exit=(\d+)$/.exec(more)?.[1] ?? 0);
    const line = page.slice(0, match.index).split('\n').length;
    return [{ kind, text, exit, line }];
  });
}

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs a block with bash; what it exports is there for the next one. */
export async function runBlock(
  folder: string,
  text: string,
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const exported = join(folder, '.data/exported.sh');
  const script = join(folder, '.data/block.sh');
  const head = `set -euo pipefail\n[ -f ${exported} ] && . ${exported}\nset -a\n`;
  await writeFile(script, `${head}${text}\nexport -p > ${exported}\n`);
  return new Promise((resolve) => {
    const options = { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 };
    execFile('bash', [script], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code, output: `${stdout}\n${stderr}` });
    });
  });
}
