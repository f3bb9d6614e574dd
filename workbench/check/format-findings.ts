/** Rego that `opa fmt` would write otherwise, with the first line that differs. */
import { runOpa } from '../opa.ts';
import { readRego } from '../rego-files.ts';
import { runOpaLoosely } from '../run-opa-loosely.ts';
import type { Finding } from './finding.ts';

export interface FormatSource {
  readonly opaPath: string;
  readonly folder: string;
  readonly rego: ReadonlyMap<string, string>;
  readonly fileOf: (path: string) => string;
}

/** @param source.rego what parses; of the rest the compiler tells. */
export async function formatFindings(source: FormatSource): Promise<readonly Finding[]> {
  const { opaPath, folder, rego } = source;
  if (rego.size === 0) return [];
  const { stdout } = await runOpaLoosely(opaPath, ['fmt', '--list', ...rego.keys()], {
    cwd: folder,
  });
  const listed = stdout.split('\n').filter((path) => rego.has(path));
  return Promise.all(listed.map((path) => findingOf(source, path)));
}

/** Writes what parses as `opa fmt` has it; the rest stays. */
export async function formatRego(opaPath: string, folder: string): Promise<void> {
  const format = (path: string) =>
    runOpaLoosely(opaPath, ['fmt', '--write', path], { cwd: folder });
  // One by one: a file that does not parse would keep the others as they are.
  for (const path of readRego(folder).keys()) await format(path);
}

async function findingOf(source: FormatSource, path: string): Promise<Finding> {
  const { opaPath, folder, rego, fileOf } = source;
  const formatted = (await runOpa(opaPath, ['fmt', path], { cwd: folder })).split('\n');
  const lines = rego.get(path)?.split('\n') ?? [];
  const index = Math.max(
    0,
    lines.findIndex((line, at) => line !== formatted[at]),
  );
  const wanted = (formatted[index] ?? '').trim();
  return {
    rule: 'format',
    severity: 'error',
    file: fileOf(path),
    line: index + 1,
    message: wanted === '' ? 'not formatted' : `not formatted: opa fmt writes \`${wanted}\``,
    fix: 'payscope policy check --fix writes it so',
  };
}
