/** Builds the policy bundle with the pinned compiler. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTRYPOINTS, type Entrypoint } from '../gateway/policy/bundle.ts';
import { runOpa } from './opa.ts';
import { type PolicySources, stageSources } from './policy-sources.ts';
import { WorkbenchError } from './workbench-error.ts';

/**
 * Compiles the sources to WASM: `opa check --strict`, `opa fmt`, `opa build`. The bytes depend on
 * the sources, the revision and the compiler's version only.
 *
 * @throws {WorkbenchError} with what the compiler says, as of a builtin the capabilities don't have.
 */
export async function buildBundle(
  opaPath: string,
  sources: PolicySources,
  revision: string,
  entrypoints: readonly Entrypoint[] = ENTRYPOINTS,
): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'payscope-bundle-'));
  const opa = async (what: string, args: readonly string[]): Promise<string> => {
    try {
      return await runOpa(opaPath, args, { cwd: join(folder, 'policies') });
    } catch (error) {
      throw new WorkbenchError(what, outputOf(error));
    }
  };
  const capabilities = ['--capabilities', 'capabilities.json'];
  try {
    stageSources(sources, join(folder, 'policies'));
    await opa('the policy is not valid', ['check', '--strict', ...capabilities, 'payscope']);
    await opa('the policy is not formatted; run `payscope policy check --fix`', [
      'fmt',
      '--list',
      '--fail',
      'payscope',
    ]);
    const output = ['--revision', revision, '--output', '../bundle.tar.gz'];
    await opa('the policy does not compile', [
      'build',
      ...['--target', 'wasm'],
      ...entrypoints.flatMap((entrypoint) => ['--entrypoint', entrypoint]),
      ...capabilities,
      ...output,
      ...['--ignore', 'capabilities.json', '--bundle', '.'],
    ]);
    return readFileSync(join(folder, 'bundle.tar.gz'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function outputOf(error: unknown): readonly string[] {
  const said = ['stdout', 'stderr'].map((stream) =>
    error instanceof Error && stream in error ? String(Reflect.get(error, stream)) : '',
  );
  const lines = said
    .join('\n')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.length > 0 ? lines : [String(error)];
}
