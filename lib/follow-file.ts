/** Files that are replaced while a process runs: keys and certificates that rotate. */
import { stat } from 'node:fs/promises';

export interface Followed<T> {
  /** What the files last held that could be used. */
  readonly current: () => T;
  /** Looks now, so that what was written before the call is in force after it. */
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
}

export interface FollowOptions<T> {
  readonly files: readonly string[];
  readonly read: () => Promise<T>;
  readonly onChange?: (value: T) => void;
  /** Told once of each change that can't be used; what was there before stays in force. */
  readonly onFailure: (cause: unknown) => void;
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;

/**
 * A file written half, or missing for a moment, changes nothing: it is read again once it changes.
 * @throws what `read` throws the first time.
 * @example const keys = await followFiles({ files: [file], read: () => loadJwks(file), onFailure })
 */
export async function followFiles<T>(options: FollowOptions<T>): Promise<Followed<T>> {
  const { files, read, onChange, onFailure, everyMs = EVERY_MS } = options;
  let seen = await tagOf(files);
  let value = await read();
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const tag = await tagOf(files);
    if (tag === seen) return;
    seen = tag;
    try {
      value = await read();
      onChange?.(value);
    } catch (cause) {
      onFailure(cause);
    }
  };
  const refresh = async (): Promise<void> => {
    // One that began before the call may have looked before the file was written.
    await looking;
    looking ??= look().finally(() => {
      looking = undefined;
    });
    await looking;
  };
  const timer = setInterval(() => void refresh(), everyMs);
  timer.unref();
  return { current: () => value, refresh, stop: () => clearInterval(timer) };
}

/** Differs whenever a file was written or put in another's place. */
async function tagOf(files: readonly string[]): Promise<string> {
  const tags = await Promise.all(
    files.map(async (file) => {
      const found = await stat(file, { bigint: true }).catch(() => undefined);
      return found ? [found.dev, found.ino, found.mtimeNs, found.size].join('-') : 'none';
    }),
  );
  return tags.join();
}
