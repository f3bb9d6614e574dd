import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readCases } from './cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'payscope-cases-'));
afterAll(() => rmSync(folder, { recursive: true }));
const writing = (text: string) => writeFileSync(join(folder, 'a.yaml'), text);

it('a case knows the line it stands on', () => {
  writing(
    '# Who may what.\n- name: an analyst reads\n  role: ANALYST\n  coordinate: Query.payments\n  expect: { effect: allow, reason: ALLOWED }\n',
  );
  expect(readCases(folder)).toMatchObject([{ file: 'a.yaml', line: 2, role: 'ANALYST' }]);
});

it.each([
  ['no YAML', '- name: [', /a\.yaml is not YAML/],
  [
    'a case without a reason',
    '- name: an analyst reads\n  role: A\n  coordinate: B\n  expect: { effect: deny }\n',
    /line 1: expect\.reason/,
  ],
  ['something else', 'cases: []\n', /a\.yaml holds no authorization cases/],
])('refuses %s', (_name, text, message) => {
  writing(text);
  expect(() => readCases(folder)).toThrow(message);
});

it('a project without cases has none', () => {
  expect(readCases(join(folder, 'nowhere'))).toStrictEqual([]);
});
