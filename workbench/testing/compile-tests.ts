/** Compiles a policy with its tests to WASM, each test an entrypoint. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackArchive } from '../../gateway/policy/archive.ts';
import { type KeptFiles, nameFor } from '../kept-files.ts';
import { runOpa } from '../opa.ts';
import { type PolicySources, stageSources } from '../policy-sources.ts';
import { WorkbenchError } from '../workbench-error.ts';

export interface TestProgram {
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface CompileTests {
  readonly opaPath: string;
  readonly version: string;
  readonly kept: KeptFiles;
  /** Rules, tests, data and the capabilities. */
  readonly sources: PolicySources;
  /** `payscope/authz_test/test_x` */
  readonly entrypoints: readonly string[];
}

/** @throws {WorkbenchError} with what the compiler says. */
export async function compileTests(options: CompileTests): Promise<TestProgram> {
  const { version, kept, sources, entrypoints } = options;
  const texts = [...sources].flat();
  const file = `tests/${nameFor(version, ...entrypoints, ...texts)}.tar.gz`;
  const known = kept.read(file);
  const archive = known ?? (await build(options));
  if (known === undefined) kept.keep(file, archive);
  const files = await unpackArchive(archive);
  const wasm = files.get('policy.wasm');
  const data: unknown = JSON.parse(files.get('data.json')?.toString('utf8') ?? '{}');
  if (wasm === undefined || typeof data !== 'object' || data === null) {
    throw new WorkbenchError('the compiled tests can not be read', [file]);
  }
  return { wasm: new Uint8Array(wasm), data: { ...data } };
}

async function build(options: CompileTests): Promise<Uint8Array> {
  const { opaPath, sources, entrypoints } = options;
  const folder = mkdtempSync(join(tmpdir(), 'payscope-tests-'));
  try {
    stageSources(new Map([...sources].map(([path, text]) => [path, unmarked(text)])), folder);
    const output = join(folder, 'tests.tar.gz');
    const args = [
      ...['build', '--target', 'wasm', '--capabilities', 'capabilities.json'],
      ...entrypoints.flatMap((each) => ['--entrypoint', each]),
      ...['--output', output, '--ignore', 'capabilities.json', '--bundle', '.'],
    ];
    await runOpa(opaPath, args, { cwd: folder });
    return readFileSync(output);
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const problems = said.split('\n').filter((line) => line.trim() !== '');
    throw new WorkbenchError('the tests do not compile to WASM', problems);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Beside entrypoints that annotations mark, the compiler takes the functions of the tests for
 * values, and refuses them. The line stays, so that places stay right.
 */
function unmarked(text: string): string {
  return text.replaceAll(/^# entrypoint: true$/gm, '#');
}
