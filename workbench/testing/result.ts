/** What became of one test, on both evaluators. */

/** `undefined` where the policy gave no answer. */
export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly actual?: unknown }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'skipped' };

export interface TestResult {
  /** A Rego test, an authorization case, or a role's whole table on both evaluators. */
  readonly kind: 'rego' | 'case' | 'table';
  /** What holds the test: a package, a file of cases. */
  readonly suite: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** `differs`: OPA's evaluator and the compiled WASM do not agree. */
  readonly outcome: 'passed' | 'failed' | 'differs' | 'skipped';
  readonly opa: Verdict;
  readonly wasm: Verdict;
  readonly expected?: unknown;
  /** For people: actual against expected, line by line. */
  readonly details: readonly string[];
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The outcome of two verdicts on the same question. */
export function outcomeOf(opa: Verdict, wasm: Verdict): TestResult['outcome'] {
  if (opa.kind === 'skipped' && wasm.kind === 'skipped') return 'skipped';
  if (opa.kind === 'passed' && wasm.kind === 'passed') return 'passed';
  return opa.kind === 'passed' || wasm.kind === 'passed' ? 'differs' : 'failed';
}

export function countResults(results: readonly TestResult[]): TestCounts {
  const count = (...outcomes: readonly TestResult['outcome'][]) =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    passed: count('passed'),
    failed: count('failed', 'differs'),
    skipped: count('skipped'),
  };
}

export function isFailure({ outcome }: TestResult): boolean {
  return outcome === 'failed' || outcome === 'differs';
}
