/** A bundle in a file that is replaced as a whole: written beside and renamed, or mounted anew. */
import { watch } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../lib/errors/index.ts';
import { writeWhole } from '../../lib/write-whole.ts';
import { ARCHIVE_BYTES_MAX, type BundleSource, SourceError } from './source.ts';

/** @example followSource(fileSource('/run/policy/bundle.tar.gz'), …) */
export function fileSource(path: string): BundleSource {
  return {
    origin: 'file',
    describe: () => path,
    read: async (known) => {
      try {
        await using file = await open(path, 'r');
        const { dev, ino, mtimeNs, size } = await file.stat({ bigint: true });
        const tag = [dev, ino, mtimeNs, size].join('-');
        if (tag === known) return { kind: 'unchanged' };
        if (size > ARCHIVE_BYTES_MAX) throw new SourceError('too_large', `${path} is over 16 MiB`);
        return { kind: 'changed', archive: await file.readFile(), tag };
      } catch (cause) {
        if (cause instanceof SourceError) throw cause;
        const isMissing = codeOf(cause) === 'ENOENT';
        throw new SourceError(isMissing ? 'missing' : 'unreadable', `${path} can't be read`, cause);
      }
    },
    watch: (onChange) => watchFolder(dirname(path), onChange),
    write: (archive) =>
      writeWhole(path, archive, 0o644).catch((cause: unknown) => {
        throw new SourceError('unreadable', `${path} can't be written`, cause);
      }),
  };
}

/**
 * The folder, since a renamed file is a new one. No watch is a promise: some file systems and
 * mounts tell nothing, and then the regular look has to do.
 */
function watchFolder(folder: string, onChange: () => void): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}
