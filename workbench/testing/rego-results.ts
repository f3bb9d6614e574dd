/** The Rego tests, each on OPA's evaluator and as compiled WASM. */

import type { TestProgram } from './compile-tests.ts';
import type { OpaTestRun } from './opa-tests.ts';
import { outcomeOf, type TestResult, type Verdict } from './result.ts';
import { keyOf, type RegoTest } from './staged-tests.ts';
import { openWasm } from './wasm-module.ts';

export interface RegoTests {
  readonly tests: readonly RegoTest[];
  readonly opa: OpaTestRun;
  readonly program: TestProgram;
  readonly fileOf: (path: string) => string;
}

/** @returns one result for each test, in the order of the files. */
export async function regoResults({
  tests,
  opa,
  program,
  fileOf,
}: RegoTests): Promise<readonly TestResult[]> {
  const module = await openWasm(program.wasm, program.data);
  const results: TestResult[] = [];
  for (const test of tests) {
    const key = keyOf(test);
    const onOpa = opa.verdicts.get(key) ?? { kind: 'error', message: 'opa test did not run it' };
    const onWasm = test.isSkipped ? skipped : await verdictOf(module.ask(entrypointOf(test), {}));
    const outcome = outcomeOf(onOpa, onWasm);
    results.push({
      kind: 'rego',
      suite: test.packageName,
      name: test.name,
      file: fileOf(test.file),
      line: test.line,
      outcome,
      opa: onOpa,
      wasm: onWasm,
      details:
        outcome === 'passed' || outcome === 'skipped'
          ? []
          : explained(onOpa, onWasm, opa.details.get(key)),
    });
  }
  return results;
}

const skipped: Verdict = { kind: 'skipped' };

/** The entrypoint of a test in the compiled program. */
export function entrypointOf({ packageName, name }: RegoTest): string {
  return [...packageName.split('.'), name].join('/');
}

async function verdictOf(
  asked: ReturnType<Awaited<ReturnType<typeof openWasm>>['ask']>,
): Promise<Verdict> {
  const answer = await asked;
  switch (answer.kind) {
    case 'answer':
      return answer.value === true ? { kind: 'passed' } : { kind: 'failed', actual: answer.value };
    case 'undefined':
      return { kind: 'failed' };
    case 'error':
      return { kind: 'error', message: answer.message };
    default:
      return answer satisfies never;
  }
}

function explained(
  opa: Verdict,
  wasm: Verdict,
  details: readonly string[] | undefined,
): readonly string[] {
  const values = details ?? [];
  if (opa.kind === wasm.kind && opa.kind === 'failed') return values;
  return [`on OPA: ${said(opa)}`, `on WASM: ${said(wasm)}`, ...values];
}

function said(verdict: Verdict): string {
  return verdict.kind === 'error' ? `error: ${verdict.message}` : verdict.kind;
}
