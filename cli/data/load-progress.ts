/** Shows how far a load is: a bar for a person, a line per file for a log. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { LoadProgress } from '../../subgraphs/facts/load/index.ts';
import type { Terminal } from '../terminal.ts';

const NEWLINE = 10;
const PLAIN_EVERY_LINES = 10_000;

export interface ProgressDisplay {
  show(progress: LoadProgress): void;
  end(): void;
}

/** Draws a bar on a terminal, else writes lines. */
export async function createProgressDisplay(
  terminal: Terminal,
  dataDir: string,
): Promise<ProgressDisplay> {
  return terminal.isInteractive ? drawBar(terminal, dataDir) : writeLines(terminal);
}

async function drawBar(terminal: Terminal, dataDir: string): Promise<ProgressDisplay> {
  const { SingleBar, Presets } = await import('cli-progress');
  const { cyan } = terminal.colors;
  const bar = new SingleBar(
    {
      format: `  ${cyan('{bar}')} {percentage}% {file}`,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  const linesBy = new Map<string, number>();
  bar.start(await countLines(dataDir), 0, { file: '' });
  return {
    show: ({ file, lines }) => {
      linesBy.set(file, lines);
      const done = [...linesBy.values()].reduce((sum, count) => sum + count, 0);
      bar.update(done, { file });
    },
    end: () => bar.stop(),
  };
}

function writeLines(terminal: Terminal): ProgressDisplay {
  const written = new Map<string, number>();
  return {
    show: ({ file, lines }) => {
      const before = written.get(file);
      if (before !== undefined && lines - before < PLAIN_EVERY_LINES) return;
      written.set(file, lines);
      terminal.progress(`  loading ${file}${lines > 0 ? `, ${lines} lines` : ''}`);
    },
    end: () => undefined,
  };
}

/** A megabyte in all; the bar would otherwise not know where it ends. */
async function countLines(dataDir: string): Promise<number> {
  let lines = 0;
  for (const file of await readdir(dataDir)) {
    if (!file.endsWith('.gz')) continue;
    const text = await promisify(gunzip)(await readFile(join(dataDir, file)));
    for (const byte of text) if (byte === NEWLINE) lines += 1;
  }
  return lines;
}
