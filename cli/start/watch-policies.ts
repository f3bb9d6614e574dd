/** The directory source: what is saved under policies/ is built, signed and handed on. */
import { execFile } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readBundle } from '../../gateway/policy/bundle.ts';
import { pinnedVersion } from '../../workbench/opa.ts';
import { readPolicySources, revisionOf } from '../../workbench/policy-sources.ts';
import { rootPath } from '../root.ts';
import type { Environment, Terminal } from '../terminal.ts';
import type { DevelopmentPolicy } from './development-policy.ts';

export interface WatchOptions {
  readonly policy: Pick<DevelopmentPolicy, 'publish'>;
  readonly terminal: Terminal;
  /** For the compiler: where it is. */
  readonly environment: Environment;
  /** The bundle that was handed on at the start. */
  readonly first: Uint8Array;
  readonly folder?: string;
}

type Built =
  | { readonly kind: 'built'; readonly bundle: Uint8Array }
  | { readonly kind: 'problem'; readonly says: string };

/** An editor writes a file in several steps, and a git checkout many files. */
const SETTLE_MS = 150;

/** What does not change what is decided, and what is written by building. */
const NO_SOURCE = /_test\.rego$|^(bundle|tools|examples)([\\/]|$)|(^|[\\/])[.#~]|~$/;

/** @returns what ends the watching. */
export function watchPolicies(options: WatchOptions): () => void {
  const { policy, terminal, environment, folder = rootPath('policies') } = options;
  const { green, red, dim } = terminal.colors;
  let last = options.first;
  let isBroken = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function rebuild(): Promise<void> {
    const startedAt = performance.now();
    const built = await buildApart(folder, environment);
    if (built.kind === 'problem') {
      isBroken = true;
      terminal.progress(`${red('✗')} policies: the last good policy stays in force`);
      terminal.progress(dim(built.says.replace(/^/gm, '  ')));
      return;
    }
    if (Buffer.compare(built.bundle, last) === 0) {
      if (isBroken) terminal.progress(`${green('✓')} policies: as they were, which is in force`);
      isBroken = false;
      return;
    }
    isBroken = false;
    const { serial } = await policy.publish(built.bundle);
    last = built.bundle;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    terminal.progress(
      `${green('✓')} policies: built and signed, serial ${serial} ${dim(`(${seconds} s)`)}`,
    );
  }

  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(rebuild).catch((error: unknown) => {
        terminal.progress(
          `${red('✗')} policies: ${error instanceof Error ? error.message : error}`,
        );
      });
    }, SETTLE_MS).unref();
  };
  // Edited before, and not built since.
  void isOf(folder, last).then((isIt) => isIt || soon());
  const unwatch = watchFolder(folder, soon, (why) =>
    terminal.progress(`policies: edits are not noticed, start again after them (${why})`),
  );
  return () => {
    clearTimeout(timer);
    unwatch();
  };
}

/** A system may have no more watches to give, now or later. */
function watchFolder(
  folder: string,
  onChange: () => void,
  onEnd: (why: string) => void,
): () => void {
  try {
    const options = { recursive: true, persistent: false };
    const watcher = watch(folder, options, (_event, file) => {
      if (file === null || !NO_SOURCE.test(file)) onChange();
    });
    watcher.on('error', (error) => onEnd(error.message));
    return () => watcher.close();
  } catch (error) {
    onEnd(error instanceof Error ? error.message : String(error));
    return () => undefined;
  }
}

/** Whether a bundle was built from the sources as they are; what can't be told is not rebuilt. */
async function isOf(folder: string, bundle: Uint8Array): Promise<boolean> {
  try {
    const { revision } = await readBundle(bundle);
    const schema = await readFile(join(folder, 'schema/data.json'), 'utf8');
    return revision === revisionOf(readPolicySources(folder, schema), pinnedVersion());
  } catch {
    return true;
  }
}

/** In a process of its own: the compiler's and the composer's memory is gone afterwards. */
async function buildApart(folder: string, environment: Environment): Promise<Built> {
  const target = await mkdtemp(join(tmpdir(), 'payscope-build-'));
  const file = join(target, 'bundle.tar.gz');
  const args = [rootPath('cli/bin.js'), 'policy', 'build', folder, '--output', file];
  try {
    const env = { ...environment, NO_COLOR: '1' };
    await promisify(execFile)(process.execPath, args, { env });
    return { kind: 'built', bundle: await readFile(file) };
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    return { kind: 'problem', says: said === '' ? String(error) : said };
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}
