import { expect, test } from 'vitest';
import { loadCommittedPolicy } from '../../test/support/policy.ts';
import { createDocumentModes } from './document-mode.ts';

const SUBJECT = { role: 'ANALYST', client: 'web', bank_id: 'b1' };
const ANY = { mode: 'any', rule: 'r' };

test('is asked once for each subject, and told no more than that', () => {
  const asked: unknown[] = [];
  const modeOf = createDocumentModes(
    (input) => {
      asked.push(input);
      return [{ result: ANY }];
    },
    () => undefined,
  );
  const subjects = [
    SUBJECT,
    { ...SUBJECT, role: 'AUDITOR' },
    { ...SUBJECT, client: 'app' },
    { ...SUBJECT, bank_id: 'b2' },
  ];
  for (const subject of [...subjects, ...subjects]) {
    expect(modeOf(Object.assign(subject, { password: 'x' }))).toEqual(ANY);
  }
  const plain = subjects.map(({ role, client, bank_id }) => ({
    subject: { role, client, bank_id },
  }));
  expect(asked).toEqual(plain);
});

test('a failure is told and not kept', () => {
  const answers: unknown[] = [[], [{ result: { mode: 'none', rule: 'r' } }], [{ result: ANY }]];
  const failures: string[] = [];
  const modeOf = createDocumentModes(
    () => answers.shift(),
    (kind) => failures.push(kind),
  );
  expect(modeOf(SUBJECT)).toEqual({ mode: 'registered', rule: 'policy_failed' });
  expect(modeOf(SUBJECT).mode).toBe('registered');
  expect(modeOf(SUBJECT)).toEqual(ANY);
  expect(failures).toEqual(['empty_result', 'bad_document_mode']);
});

test('no more subjects are kept than fit', () => {
  let asked = 0;
  const modeOf = createDocumentModes(
    () => {
      asked += 1;
      return [{ result: ANY }];
    },
    () => undefined,
  );
  for (let client = 0; client <= 1_024; client += 1) modeOf({ ...SUBJECT, client: `c${client}` });
  modeOf({ ...SUBJECT, client: 'c0' });
  expect(asked).toBe(1_026);
});

test.each([
  ['partner-ab', 'ANALYST', { mode: 'registered', rule: 'partners' }],
  ['dashboard', 'ANALYST', { mode: 'any', rule: 'default' }],
  ['unknown', 'AUDITOR', { mode: 'any', rule: 'default' }],
  ['dashboard', 'SUPERUSER', { mode: 'registered', rule: 'none' }],
])('the committed policy gives %s as %s', async (client, role, mode) => {
  const policy = await loadCommittedPolicy();
  expect(policy.documentsFor({ role, client, bank_id: 'b1' })).toEqual(mode);
});
