import { describe, expect, it } from 'vitest';
import { policyFolder } from '../test/support/policy-folder.ts';
import { dataProblems, readPolicyData } from './policy-data.ts';

const MASKS = 'policies/masks/data.json';

function problemsOf(text: string | undefined) {
  using copy = policyFolder({ [MASKS]: text });
  return dataProblems(copy.folder);
}

it("the project's own data can be read", () => {
  using copy = policyFolder();
  expect(dataProblems(copy.folder)).toStrictEqual([]);
  expect(Object.keys(readPolicyData(copy.folder).roles)).toContain('ANALYST');
});

describe('data that is no JSON is told with its line', () => {
  it.each([
    ['a comma too many', '{\n  "a": [1,\n  ]\n}\n', 3],
    ['a comma too few', '{\n  "a": 1\n  "b": 2\n}\n', 3],
    ['a comment', '{\n  // why\n}\n', 2],
    ['an end that is missing', '{\n  "a": {\n', 2],
    ['a text without an end', '{\n  "a": "b\n}\n', 2],
  ])('%s', (_name, text, line) => {
    expect(problemsOf(text)).toMatchObject([{ rule: 'data', where: MASKS, line }]);
  });

  it('and a file that is missing is told as such', () => {
    expect(problemsOf(undefined)[0]?.message).toMatch(/can't be read/);
  });
});

it('data of another shape names what it is missing from', () => {
  const [problem] = problemsOf('{\n  "A.b": { "permission": "pii:read" }\n}\n');
  expect(problem).toMatchObject({ rule: 'data', at: 'A.b' });
  expect(problem?.message).toMatch(/^A\.b\.obligation: /);
});
