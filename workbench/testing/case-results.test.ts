import { expect, it } from 'vitest';
import { loadCommittedPolicy } from '../../test/support/policy.ts';
import { caseResults, tableResults } from './case-results.ts';

const COORDINATE = 'AccountHolder.birthDate';
const policy = await loadCommittedPolicy();
const ADMIN = policy.tableFor({ role: 'ADMIN' });
const tables = (other: string) => ({
  opa: new Map([['ADMIN', ADMIN]]),
  wasm: new Map([['ADMIN', policy.tableFor({ role: other })]]),
});

const masked = {
  ...{ name: 'an admin sees the year', role: 'ADMIN', coordinate: COORDINATE },
  expect: { effect: 'mask', reason: 'MASKED', obligation: { kind: 'year' } },
  ...{ file: 'c.yaml', line: 4 },
} as const;

it('a case passes when both evaluators decide as it says', () => {
  const [result] = caseResults([masked], tables('ADMIN'), (file) => file);
  expect(result).toMatchObject({ outcome: 'passed', line: 4, details: [] });
});

it('a case fails when the evaluators differ, though one decides as it says', () => {
  const [result] = caseResults([masked], tables('BANK_ADMIN'), (file) => file);
  expect(result).toMatchObject({
    outcome: 'differs',
    opa: { kind: 'passed' },
    wasm: { kind: 'failed' },
  });
  expect(result?.details.join('\n')).toMatch(/on OPA .*mask[\s\S]*on WASM .*allow/);
});

it('a case fails when the evaluators differ in what it does not mention', () => {
  const unsaid = { ...masked, expect: { effect: 'deny', reason: 'MISSING_PERMISSION' } } as const;
  const [result] = caseResults([unsaid], tables('BANK_ADMIN'), (file) => file);
  expect(result?.outcome).toBe('differs');
});

it('a whole table fails when one decision of it differs', () => {
  const [same] = tableResults(['ADMIN'], [COORDINATE], tables('ADMIN'), 'b');
  expect(same?.outcome).toBe('passed');
  const [other] = tableResults(['ADMIN'], [COORDINATE], tables('BANK_ADMIN'), 'b');
  expect(other?.outcome).toBe('differs');
  expect(other?.details[0]).toContain(`${COORDINATE}: OPA says {"effect":"mask"`);
});
