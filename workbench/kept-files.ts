/** A folder of files that are slow to make and named by all they were made from. */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export interface KeptFiles {
  /** Undefined when it is not there. */
  read(name: string): Uint8Array | undefined;
  /** A folder that can't be written keeps nothing, and nothing fails for it. */
  keep(name: string, content: string | Uint8Array): void;
}

/** Of one kind; a folder that is recompiled on every save must not fill the disk. */
const KEPT_MAX = 300;

/** The cache of the project at `root`; `npm ci` empties it. */
export function keptFiles(root: string, keptMax = KEPT_MAX): KeptFiles {
  const folder = join(root, 'node_modules/.cache/payscope');
  return {
    read: (name) => {
      try {
        return readFileSync(join(folder, name));
      } catch {
        return undefined;
      }
    },
    keep: (name, content) => {
      const path = join(folder, name);
      try {
        mkdirSync(dirname(path), { recursive: true });
        const partial = `${path}.${process.pid}`;
        writeFileSync(partial, content);
        // Renamed, so that another process never reads half of it.
        renameSync(partial, path);
        forgetOldest(dirname(path), keptMax);
      } catch {
        // It is only slower the next time.
      }
    },
  };
}

function forgetOldest(folder: string, keptMax: number): void {
  const names = readdirSync(folder);
  if (names.length <= keptMax) return;
  const oldestFirst = names
    .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => a.at - b.at);
  for (const { name } of oldestFirst.slice(0, names.length - keptMax)) {
    rmSync(join(folder, name), { force: true });
  }
}

/** Names content: the same texts, the same name. */
export function nameFor(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}\0${text}`);
  return hash.digest('hex').slice(0, 32);
}
