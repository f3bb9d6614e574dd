/** A policies folder with its tests, written out for the compiler, and the tests it has. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTestFile, type RegoModule } from '../check/rego-module.ts';
import { type PolicySources, stageSources } from '../policy-sources.ts';

/** A rule that is a test. */
export interface RegoTest {
  /** `payscope.authz_test` */
  readonly packageName: string;
  readonly name: string;
  /** Within the folder. */
  readonly file: string;
  readonly line: number;
  readonly isSkipped: boolean;
}

export interface StagedTests extends Disposable {
  readonly folder: string;
  /** All that is in the folder. */
  readonly sources: PolicySources;
}

/** The folder is removed when the stage is disposed of. */
export function stageTests(sources: PolicySources, rego: ReadonlyMap<string, string>): StagedTests {
  const all = new Map([...sources, ...rego]);
  const folder = mkdtempSync(join(tmpdir(), 'payscope-tests-'));
  stageSources(all, folder);
  return {
    folder,
    sources: all,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Each test once, though it may have several bodies. */
export function testsIn(modules: readonly RegoModule[]): readonly RegoTest[] {
  const tests = new Map<string, RegoTest>();
  for (const { path, packageName, rules } of modules) {
    if (!isTestFile(path)) continue;
    for (const { name, place } of rules) {
      const key = `${packageName}.${name}`;
      if (!/^(todo_)?test_/.test(name) || tests.has(key)) continue;
      const isSkipped = name.startsWith('todo_');
      tests.set(key, { packageName, name, file: path, line: place.row, isSkipped });
    }
  }
  return [...tests.values()];
}

/** @example keyOf({ packageName: 'payscope.authz_test', name: 'test_x' }) // 'payscope.authz_test.test_x' */
export function keyOf({ packageName, name }: Pick<RegoTest, 'packageName' | 'name'>): string {
  return `${packageName}.${name}`;
}
