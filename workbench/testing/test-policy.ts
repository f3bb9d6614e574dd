/** Runs a policy's tests on OPA's evaluator and on the compiled WASM; a difference fails. */
import { join } from 'node:path';
import { decidedCoordinates, ENTRYPOINT } from '../../gateway/policy/index.ts';
import { casesFolderOf, readCases } from '../cases.ts';
import { parseModule } from '../check/rego-module.ts';
import type { KeptFiles } from '../kept-files.ts';
import { loadVersion, type PolicyVersion, versionFor } from '../load-version.ts';
import { pathFrom } from '../path-from.ts';
import type { PolicySources } from '../policy-sources.ts';
import { readRego } from '../rego-files.ts';
import { WorkbenchError } from '../workbench-error.ts';
import { caseResults, type Tables, tableFrom, tableResults } from './case-results.ts';
import { compileTests } from './compile-tests.ts';
import { type Coverage, measureCoverage } from './coverage.ts';
import { askOpa } from './decide-on-opa.ts';
import { runOpaTests } from './opa-tests.ts';
import { entrypointOf, regoResults } from './rego-results.ts';
import { countResults, type TestCounts, type TestResult } from './result.ts';
import { stageTests, testsIn } from './staged-tests.ts';

export interface TestSource {
  readonly root: string;
  readonly folder: string;
  readonly opaPath: string;
  readonly kept: KeptFiles;
  readonly withCoverage?: boolean;
}

export interface TestReport {
  readonly counts: TestCounts;
  readonly results: readonly TestResult[];
  readonly revision: string;
  readonly coverage?: Coverage;
}

/**
 * All Rego tests and all authorization cases of a policies folder.
 *
 * @throws {WorkbenchError} when policy or tests don't compile: then there is nothing to run.
 */
export async function testPolicy(source: TestSource): Promise<TestReport> {
  const { root, folder, opaPath, kept } = source;
  const fileOf = (path: string) => pathFrom(root, join(folder, path));
  const rego = readRego(folder);
  const version = versionFor(folder);
  const parser = { opaPath, version, folder, kept };
  const parsing = Promise.all([...rego].map(([path, text]) => parseModule(parser, path, text)));
  const found = async () => ({ kind: 'found', path: opaPath, source: 'OPA' }) as const;
  const policy = await loadVersion(root, folder, { kept, findOpa: found });
  const modules = (await parsing).filter((module) => module !== undefined);
  const tests = testsIn(modules);
  using stage = stageTests(sourcesOf(policy), rego);
  const compiling = {
    ...{ opaPath, version, kept, sources: stage.sources },
    entrypoints: tests.filter(({ isSkipped }) => !isSkipped).map(entrypointOf),
  };
  const casesFolder = casesFolderOf(root, folder);
  const ofCases = (file: string) => pathFrom(root, join(casesFolder, file));
  const cases = readCases(casesFolder);
  const roles = [...policy.policy.roles].sort();
  const asked = [...new Set([...roles, ...cases.map(({ role }) => role)])];
  const coordinates = decidedCoordinates(policy.schema);
  using untested = stageTests(sourcesOf(policy), new Map());
  const running = runOpaTests(opaPath, stage.folder);
  const compiled = tests.length === 0 ? undefined : compileTests(compiling);
  const deciding = tablesOf({
    ...{ opaPath, folder: untested.folder, policy, roles: asked, coordinates },
  });
  // All to their end: they read the folders, and what OPA says of the tests says most.
  await Promise.allSettled([running, compiled, deciding]);
  const [opa, program, tables] = [await running, await compiled, await deciding];
  const results = [
    ...(program === undefined ? [] : await regoResults({ tests, opa, program, fileOf })),
    ...caseResults(cases, tables, ofCases),
    ...tableResults(roles, coordinates, tables, fileOf('bundle/bundle.tar.gz')),
  ];
  const report = { counts: countResults(results), results, revision: policy.revision };
  if (!source.withCoverage) return report;
  const measured = await measureCoverage({
    ...{ stage, compiling, cases, modules, roles, coordinates, fileOf },
    requirements: policy.requirements,
  });
  return { ...report, coverage: measured };
}

function sourcesOf({ sources, name }: PolicyVersion): PolicySources {
  if (sources !== undefined) return sources;
  throw new WorkbenchError(`${name} has no sources to test`, [], 'usage');
}

interface TableSource {
  readonly opaPath: string;
  readonly folder: string;
  readonly policy: PolicyVersion;
  readonly roles: readonly string[];
  readonly coordinates: readonly string[];
}

async function tablesOf(source: TableSource): Promise<Tables> {
  const { opaPath, folder, policy, roles, coordinates } = source;
  const inputs = roles.map((role) => ({ subject: { role }, coordinates }));
  const { answers } = await askOpa({ opaPath, folder, entrypoint: ENTRYPOINT, inputs });
  const { requirements } = policy;
  return {
    opa: new Map(
      roles.map((role, index) => [
        role,
        tableFrom(answers[index], role, coordinates, requirements),
      ]),
    ),
    wasm: new Map(roles.map((role) => [role, policy.policy.tableFor({ role })])),
  };
}
