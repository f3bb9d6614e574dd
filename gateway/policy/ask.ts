/** Asks the compiled policy one question; whatever it does instead of answering has a name. */
import type { FailureKind } from './access-table.ts';

/** The one result of an evaluation; undefined, and told why, when there is none. */
export function soleResult(evaluate: () => unknown, fail: (kind: FailureKind) => void): unknown {
  let results: unknown;
  try {
    results = evaluate();
  } catch (thrown) {
    // opa-wasm throws bare strings for what the policy itself aborts with.
    fail(typeof thrown === 'string' ? 'thrown_string' : 'trap');
    return undefined;
  }
  const first: unknown = Array.isArray(results) && results.length === 1 ? results[0] : undefined;
  const answer = isObject(first) && Object.hasOwn(first, 'result') ? first.result : undefined;
  if (answer === undefined) fail('empty_result');
  return answer;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
