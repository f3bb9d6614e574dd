/** Finds the pinned OPA compiler, or builds it: `node workbench/opa.ts install`. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { readConfig } from '../lib/config/index.ts';

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, '..');
const MODULE_DIR = join(ROOT, 'policies/tools');
const CACHE_DIR = join(ROOT, 'node_modules/.cache/payscope');
const EXECUTABLE = process.platform === 'win32' ? 'opa.exe' : 'opa';

/** The command that gets the compiler. */
export const INSTALL_COMMAND = 'npm run opa:install';

/** The compiler, or why there is none and what to do about it. */
export type Opa =
  | { readonly kind: 'found'; readonly path: string; readonly source: 'OPA' | 'PATH' | 'cache' }
  | { readonly kind: 'missing'; readonly explanation: string };

/** The places the compiler is looked for, in this order; each may be absent. */
export interface OpaPlaces {
  /** The `OPA` variable: this compiler or none. */
  readonly variable?: string | undefined;
  /** The `PATH` variable. */
  readonly searchPath: string;
  readonly cacheDir: string;
}

/** The version policies/tools/go.mod pins. */
export function pinnedVersion(goMod = readFileSync(join(MODULE_DIR, 'go.mod'), 'utf8')): string {
  const version = /github\.com\/open-policy-agent\/opa v(\d+\.\d+\.\d+)/.exec(goMod)?.[1];
  if (version === undefined) throw new Error('policies/tools/go.mod pins no version of OPA');
  return version;
}

/** The places on this machine. */
export function opaPlaces(): OpaPlaces {
  const { OPA, PATH } = readConfig(z.object({ OPA: z.string().optional(), PATH: z.string() }));
  return { variable: OPA, searchPath: PATH, cacheDir: CACHE_DIR };
}

/** Looks for the compiler of the pinned version; another version is never used. */
export async function findOpa(places: OpaPlaces, version = pinnedVersion()): Promise<Opa> {
  if (places.variable !== undefined && places.variable !== '') {
    const found = await versionOf(places.variable);
    if (found === version) return { kind: 'found', path: places.variable, source: 'OPA' };
    const what = found === undefined ? 'can not be run' : `is version ${found}`;
    return missing(`OPA=${places.variable} ${what}; policies/tools/go.mod pins ${version}.`);
  }
  const others: string[] = [];
  for (const folder of places.searchPath.split(delimiter).filter((each) => each !== '')) {
    const path = join(folder, EXECUTABLE);
    const found = existsSync(path) ? await versionOf(path) : undefined;
    if (found === version) return { kind: 'found', path, source: 'PATH' };
    if (found !== undefined) others.push(`The opa on PATH is version ${found}.`);
  }
  const cached = cachedPath(places.cacheDir, version);
  if ((await versionOf(cached)) === version) {
    return { kind: 'found', path: cached, source: 'cache' };
  }
  return missing(`The policy compiler, OPA ${version}, is not here. ${others.join(' ')}`.trim());
}

/** Builds the pinned module into the cache; needs Go, and about 80 s the first time. */
export async function buildOpa(cacheDir = CACHE_DIR, version = pinnedVersion()): Promise<string> {
  mkdirSync(cacheDir, { recursive: true });
  const target = cachedPath(cacheDir, version);
  const partial = `${target}.${process.pid}`;
  try {
    await run(
      'go',
      ['build', '-trimpath', '-mod=readonly', '-o', partial, 'github.com/open-policy-agent/opa'],
      // Without cgo the build needs no C compiler, and `opa build` does not need cgo's evaluator.
      { cwd: MODULE_DIR, env: { ...process.env, CGO_ENABLED: '0' } },
    );
    renameSync(partial, target);
  } finally {
    rmSync(partial, { force: true });
  }
  return target;
}

/** Runs OPA; its standard output, or an error with what it said. */
export async function runOpa(
  path: string,
  args: readonly string[],
  options: { readonly cwd: string },
): Promise<string> {
  const { stdout } = await run(path, args, { ...options, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

function cachedPath(cacheDir: string, version: string): string {
  return join(cacheDir, `opa-${version}`);
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, ['version'], { timeout: 20_000 });
    return /^Version: (\S+)$/m.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function missing(what: string): Opa {
  const how = `Get it with \`${INSTALL_COMMAND}\` (builds the pinned module, needs Go), or set OPA.`;
  return { kind: 'missing', explanation: `${what} ${how}` };
}

async function install(): Promise<number> {
  const found = await findOpa(opaPlaces());
  if (found.kind === 'found') {
    process.stdout.write(`OPA ${pinnedVersion()} is here already: ${found.path}\n`);
    return 0;
  }
  process.stderr.write(`${found.explanation}\nBuilding it from policies/tools, about 80 s …\n`);
  try {
    process.stdout.write(`${await buildOpa()}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`OPA could not be built: ${explain(error)}\n`);
    return 1;
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') {
    return 'there is no Go here (https://go.dev/dl). Or put that version of opa on PATH, or set OPA.';
  }
  return error.message;
}

if (import.meta.main) {
  if (process.argv[2] === 'install') process.exitCode = await install();
  else {
    process.stderr.write('usage: node workbench/opa.ts install\n');
    process.exitCode = 2;
  }
}
