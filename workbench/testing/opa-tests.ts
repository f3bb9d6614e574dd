/** The Rego tests on OPA's own evaluator. */
import { z } from 'zod';
import { type OpaOutcome, runOpaLoosely } from '../run-opa-loosely.ts';
import { WorkbenchError } from '../workbench-error.ts';
import type { Verdict } from './result.ts';

const resultsSchema = z.array(
  z.object({
    name: z.string(),
    package: z.string(),
    fail: z.boolean().optional(),
    skip: z.boolean().optional(),
    error: z.looseObject({ message: z.string() }).optional(),
  }),
);

export interface OpaTestRun {
  /** By `package.name`. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** What a failed test's expressions were, and the values in them. */
  readonly details: ReadonlyMap<string, readonly string[]>;
}

/** @throws {WorkbenchError} when the policy or its tests don't compile. */
export async function runOpaTests(opaPath: string, folder: string): Promise<OpaTestRun> {
  const run = (...more: readonly string[]) =>
    runOpaLoosely(opaPath, ['test', '--bundle', '.', '--ignore', 'capabilities.json', ...more], {
      cwd: folder,
    });
  const outcome = await run('--format', 'json');
  const results = parsedResults(outcome);
  const verdicts = new Map(
    results.map((result) => [`${withoutData(result.package)}.${result.name}`, verdictOf(result)]),
  );
  const failed = [...verdicts].filter(([, { kind }]) => kind === 'failed').map(([key]) => key);
  if (failed.length === 0) return { verdicts, details: new Map() };
  const pattern = `^data\\.(${failed.join('|').replaceAll('.', '\\.')})$`;
  const { stdout } = await run('--var-values', '--run', pattern);
  return { verdicts, details: failureDetails(stdout) };
}

function parsedResults({ stdout, stderr }: OpaOutcome): z.infer<typeof resultsSchema> {
  try {
    // `null` is what it prints when there is no test.
    return resultsSchema.nullable().parse(JSON.parse(stdout)) ?? [];
  } catch {
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
    const problems = [...lines, 'payscope policy check says what to do about it'];
    throw new WorkbenchError('the tests do not compile', problems);
  }
}

function verdictOf({ fail, skip, error }: z.infer<typeof resultsSchema>[number]): Verdict {
  if (skip === true) return { kind: 'skipped' };
  if (error !== undefined) return { kind: 'error', message: error.message };
  return fail === true ? { kind: 'failed' } : { kind: 'passed' };
}

/**
 * The part of `opa test --var-values` that says, under each failed test's name, its expressions
 * with the values they had.
 */
export function failureDetails(output: string): ReadonlyMap<string, readonly string[]> {
  const details = new Map<string, string[]>();
  const [, failures = ''] = output.split(/^-+\nFAILURES\n-+$/m);
  let current: string[] = [];
  for (const line of failures.split('\n')) {
    const name = /^data\.(\S+): FAIL \(/.exec(line)?.[1];
    if (name !== undefined) {
      current = [];
      details.set(name, current);
    } else if (/^-+$/.test(line)) current = [];
    else if (line.trim() !== '') current.push(line.trimEnd());
  }
  return new Map([...details].map(([name, lines]) => [name, withoutIndent(lines)]));
}

function withoutIndent(lines: readonly string[]): readonly string[] {
  const tabless = lines.map((line) => line.replaceAll('\t', '    '));
  // OPA aligns expressions far to the right, under the end of their place.
  const indent = Math.min(
    ...tabless.filter((line) => !/\.rego:\d+:$/.test(line)).map((line) => line.search(/\S/)),
  );
  return tabless.map((line) =>
    /\.rego:\d+:$/.test(line) ? line.trim() : `  ${line.slice(indent)}`,
  );
}

function withoutData(packageName: string): string {
  return packageName.replace(/^data\./, '');
}
