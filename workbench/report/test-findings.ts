/** Failed tests as findings, for reports that know nothing else. */
import type { Finding } from '../check/finding.ts';
import { isFailure, type TestResult } from '../testing/result.ts';

export function testFindings(results: readonly TestResult[]): readonly Finding[] {
  return results.filter(isFailure).map(({ name, file, line, outcome, details }) => ({
    rule: outcome === 'differs' ? 'evaluators-differ' : 'test-failed',
    severity: 'error',
    file,
    line,
    message: `${name} ${outcome === 'differs' ? 'differs between OPA and WASM' : 'failed'}`,
    fix: details.join('\n'),
  }));
}
