import { expect, it } from 'vitest';
import { failureDetails } from './opa-tests.ts';

const OUTPUT = `p_test.rego:3:
data.p_test.test_a: FAIL (1ms)
--------------------------------------------------------------------------------
FAILURES
--------------------------------------------------------------------------------
data.p_test.test_a: FAIL (1ms)

  p_test.rego:4:
                  \tlimits("PLAIN") == 16
                  \t|
                  \t15

data.p_test.test_b: FAIL (1ms)

  p_test.rego:9:
           x == 1

--------------------------------------------------------------------------------
PASS: 1/3
FAIL: 2/3
`;

it('finds, for each failed test, its expressions with the values under them', () => {
  expect([...failureDetails(OUTPUT)]).toStrictEqual([
    ['p_test.test_a', ['p_test.rego:4:', '  limits("PLAIN") == 16', '  |', '  15']],
    ['p_test.test_b', ['p_test.rego:9:', '  x == 1']],
  ]);
});
