import { describe, expect, it } from 'vitest';
import { compilerFindings } from './compiler-errors.ts';

const functions = { ofOpa: new Set(['time.now_ns']), available: new Set(['count']) };
const location = { file: 'payscope/a.rego', row: 3, col: 7 };

function only(error: object) {
  const report = JSON.stringify({ errors: [{ location, ...error }] });
  return compilerFindings(report, functions, (path) => `policies/${path}`)[0];
}

describe('what the compiler says becomes a finding', () => {
  it('with the place as people know it', () => {
    const found = only({ message: 'assigned var x unused', code: 'rego_compile_error' });
    expect(found).toMatchObject({ file: 'policies/payscope/a.rego', line: 3, column: 7 });
    expect(found).toMatchObject({ severity: 'error', rule: 'compile' });
  });

  it.each([
    ['undefined function time.now_ns', 'rego_type_error', 'builtin', /read `input\.now`/],
    ['unexpected eof token', 'rego_parse_error', 'syntax', /line above/],
    ['var y is unsafe', 'rego_unsafe_var_error', 'compile', /some … in/],
    ['multiple default rules data.x found at a, b', 'rego_type_error', 'compile', /leave one/],
    ['something new', 'rego_new_error', 'compile', /policy-language/],
  ])('%s', (message, code, rule, fix) => {
    const found = only({ message, code });
    expect(found?.rule).toBe(rule);
    expect(found?.fix).toMatch(fix);
  });

  it('of a mistyped input, with what was meant', () => {
    const ref = ['input', 'subjct', 'role'].map((value) => ({ type: 'string', value }));
    const found = only({
      message: 'undefined ref: input.subjct.role',
      code: 'rego_type_error',
      details: { ref, pos: 1, oneOf: ['now', 'subject'] },
    });
    expect(found).toMatchObject({
      rule: 'input-schema',
      message: '`input.subjct.role`: there is no `subjct` there',
      fix: 'did you mean `subject`?',
    });
  });
});
