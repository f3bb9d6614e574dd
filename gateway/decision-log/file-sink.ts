/** A file of JSON lines that only its owner may read; put aside when it is large, never deleted. */
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { LineSink } from './outbox.ts';

export interface FileSinkOptions {
  readonly file: string;
  /** From this size on the file is put aside and another begun. */
  readonly rotateBytes: number;
  readonly now: () => Date;
}

interface OpenFile {
  readonly handle: FileHandle;
  size: number;
  /** Whether the last line has no end: a write that failed, or a process that died in it. */
  isTorn: boolean;
}

/** The file is opened at the first write, and again after one that failed. */
export function fileSink({ file, rotateBytes, now }: FileSinkOptions): LineSink {
  let current: OpenFile | undefined;

  const close = async (): Promise<void> => {
    const closing = current;
    current = undefined;
    await closing?.handle.close();
  };

  return {
    batchBytesMax: 1_048_576,
    write: async (lines) => {
      if (current && current.size >= rotateBytes) {
        await close();
        await rename(file, asideOf(file, now()));
      }
      current ??= await openFile(file);
      const text = Buffer.from(`${current.isTorn ? '\n' : ''}${lines.join('\n')}\n`);
      try {
        current.isTorn = true;
        await current.handle.appendFile(text);
        current.size += text.length;
        current.isTorn = false;
      } catch (cause) {
        await close().catch(() => undefined);
        throw cause;
      }
    },
    close: async () => {
      await current?.handle.datasync().catch(() => undefined);
      await close();
    },
  };
}

async function openFile(file: string): Promise<OpenFile> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  const { size } = await handle.stat();
  const last = Buffer.alloc(1);
  if (size > 0) await handle.read(last, 0, 1, size - 1);
  return { handle, size, isTorn: size > 0 && last.toString() !== '\n' };
}

/** `decisions.jsonl` becomes `decisions.2026-01-31T235959123Z.jsonl`: a name on any file system. */
function asideOf(file: string, now: Date): string {
  const { dir, name, ext } = parse(file);
  return join(dir, `${name}.${now.toISOString().replaceAll(/[:.]/g, '')}${ext}`);
}
