/** How much of the policy its tests reach: lines of Rego, and role × coordinate. */
import { z } from 'zod';
import {
  CONDITIONAL_ENTRYPOINT,
  ENTRYPOINT,
  type Requirements,
} from '../../gateway/policy/index.ts';
import type { AuthorizationCase } from '../cases.ts';
import { isTestFile, type RegoModule } from '../check/rego-module.ts';
import { runOpa } from '../opa.ts';
import type { CompileTests } from './compile-tests.ts';
import { askOpa } from './decide-on-opa.ts';
import { type LineCoverage, lineCoverage } from './line-coverage.ts';
import { type PairCoverage, pairCoverage } from './pair-coverage.ts';
import { recordedInputs } from './recorded-inputs.ts';
import type { StagedTests } from './staged-tests.ts';

export interface Coverage {
  readonly lines: LineCoverage;
  readonly pairs: PairCoverage;
}

export interface CoverageSource {
  readonly stage: StagedTests;
  readonly compiling: CompileTests;
  readonly modules: readonly RegoModule[];
  readonly cases: readonly AuthorizationCase[];
  readonly roles: readonly string[];
  readonly coordinates: readonly string[];
  readonly requirements: Requirements;
  readonly fileOf: (path: string) => string;
}

export async function measureCoverage(source: CoverageSource): Promise<Coverage> {
  const { stage, compiling, modules, cases, fileOf } = source;
  const { opaPath } = compiling;
  const [tested, decided, inputs] = await Promise.all([
    reportOfTests(compiling, stage.folder),
    askOpa({
      ...{ opaPath, folder: stage.folder, entrypoint: ENTRYPOINT, withCoverage: true },
      inputs: cases.map(({ role, coordinate }) => ({
        subject: { role },
        coordinates: [coordinate],
      })),
    }),
    recordedInputs(compiling, modules, [ENTRYPOINT, CONDITIONAL_ENTRYPOINT]),
  ]);
  const policyFiles = modules.filter(({ path }) => !isTestFile(path));
  const files = new Map(policyFiles.map(({ path }) => [path, fileOf(path)]));
  return {
    lines: lineCoverage([tested, decided.coverage], files),
    pairs: pairCoverage({ ...source, inputs }),
  };
}

const evaluated = z.object({ coverage: z.unknown() });

/** Of all tests, failed ones too: `opa test` has no report when one has failed. */
async function reportOfTests(
  { opaPath, entrypoints }: CompileTests,
  folder: string,
): Promise<unknown> {
  const runs = entrypoints.map((each) => `count([1 | data.${each.replaceAll('/', '.')}])`);
  const args = ['eval', '--bundle', '.', '--ignore', 'capabilities.json', '--coverage'];
  const output = await runOpa(opaPath, [...args, '--format', 'json', `[${runs.join()}]`], {
    cwd: folder,
  });
  return evaluated.parse(JSON.parse(output)).coverage;
}
