import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FolderChanges, policyFolder } from '../../test/support/policy-folder.ts';
import { keptFiles } from '../kept-files.ts';
import { findOpa, opaPlaces } from '../opa.ts';
import { testPolicy } from './test-policy.ts';

const ROOT = join(import.meta.dirname, '../..');
const opa = await findOpa(opaPlaces());

async function tested(changes: FolderChanges, withCoverage = false) {
  using copy = policyFolder(changes);
  const { root, folder } = copy;
  const opaPath = opa.kind === 'found' ? opa.path : '';
  return await testPolicy({ root, folder, opaPath, kept: keptFiles(ROOT), withCoverage });
}

const ADDED = 'policies/payscope/authz/added_test.rego';
const testing = (...lines: readonly string[]) =>
  ['package payscope.authz_test', '', 'import data.payscope.authz', '', ...lines, ''].join('\n');

describe.skipIf(opa.kind === 'missing')('policy test', () => {
  it('passes on the project itself, every test on both evaluators', async () => {
    const { counts, results } = await tested({});
    expect(counts).toMatchObject({ failed: 0, skipped: 0 });
    const kinds = new Map(Object.entries(Object.groupBy(results, ({ kind }) => kind)));
    expect(kinds.get('rego')?.length).toBeGreaterThan(70);
    expect(kinds.get('case')?.length).toBeGreaterThan(40);
    expect(kinds.get('table')).toHaveLength(5);
    for (const { opa: onOpa, wasm } of results)
      expect([onOpa.kind, wasm.kind]).toEqual(['passed', 'passed']);
  });

  it('shows the expression of a failed test with the values it had', async () => {
    const text = testing('test_allow_x if {', '\tauthz.depends_on("No.such") == "condition"', '}');
    const { counts, results } = await tested({ [ADDED]: text });
    const failed = results.filter(({ outcome }) => outcome === 'failed');
    expect(counts.failed).toBe(1);
    expect(failed[0]).toMatchObject({ name: 'test_allow_x', line: 5, outcome: 'failed' });
    expect(failed[0]?.file).toBe(ADDED);
    expect(failed[0]?.details.join('\n')).toMatch(
      /added_test\.rego:6:\n.*depends_on\("No\.such"\) == "condition"[\s\S]*null/,
    );
  });

  it('fails a test the two evaluators disagree on', async () => {
    // A set has no order, and each of them writes it in one of its own.
    const text = testing(
      'test_shape_x if sprintf("%v", [{"b", "a", "d", "c"}]) == `{"a", "b", "c", "d"}`',
    );
    const { results } = await tested({ [ADDED]: text });
    const [differing] = results.filter(({ outcome }) => outcome === 'differs');
    expect(differing).toMatchObject({ name: 'test_shape_x', opa: { kind: 'passed' } });
    expect(differing?.details.slice(0, 2)).toStrictEqual(['on OPA: passed', 'on WASM: failed']);
  });

  it('fails a case with what was expected and what is', async () => {
    const text = [
      '- name: an analyst reads genders, it is hoped',
      '  role: ANALYST',
      '  coordinate: AccountHolder.gender',
      '  expect: { effect: allow, reason: ALLOWED }',
    ].join('\n');
    const { results } = await tested({ 'test/cases/hoped.yaml': text });
    const [failed] = results.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject({ kind: 'case', file: 'test/cases/hoped.yaml', line: 1 });
    expect(failed?.details).toStrictEqual([
      'ANALYST asks for AccountHolder.gender',
      'expected {"effect":"allow","reason":"ALLOWED"}',
      expect.stringMatching(/^actual {3}\{"effect":"deny"/),
    ]);
  });

  it('skips what is still to be done', async () => {
    const { counts } = await tested({ [ADDED]: testing('todo_test_allow_x if false') });
    expect(counts).toMatchObject({ failed: 0, skipped: 1 });
  });

  it('tests the schema as it is written now', async () => {
    const { results } = await tested({
      'schema/facts.graphql': (text) =>
        text.replace('openedOn: Date', 'openedOn: Date @policy(policies: [["pii:read"]])'),
      'test/cases/new.yaml':
        '- name: an analyst no longer sees when it was opened\n  role: ANALYST\n  coordinate: Account.openedOn\n  expect: { effect: deny, reason: MISSING_PERMISSION }\n',
    });
    expect(results.find(({ suite }) => suite === 'new.yaml')?.outcome).toBe('passed');
  });

  it('says that tests do not compile, and who says what to do about it', async () => {
    const run = tested({ [ADDED]: testing('test_allow_x if authz.nothing(1)') });
    await expect(run).rejects.toThrow(
      /tests do not compile[\s\S]*added_test\.rego:5[\s\S]*policy check/,
    );
  });

  it('measures lines and role × coordinate, failed tests or not', async () => {
    const text = testing(
      'test_allow_x if {',
      '\tauthz.decisions["Loan.amount"].effect == "none" with input as {',
      '\t\t"subject": {"role": "ADMIN"},',
      '\t\t"coordinates": ["Loan.amount"],',
      '\t}',
      '}',
    );
    const before = (await tested({}, true)).coverage;
    const { coverage, counts } = await tested({ [ADDED]: text }, true);
    expect(counts.failed).toBe(1);
    expect(coverage?.lines.percent).toBeGreaterThan(90);
    const missing = (measured: typeof coverage) =>
      measured?.pairs.missing.find(({ coordinate }) => coordinate === 'Loan.amount')?.roles;
    expect(missing(before)).toContain('ADMIN');
    expect(missing(coverage)).not.toContain('ADMIN');
    expect(coverage?.pairs.mentioned).toBe((before?.pairs.mentioned ?? 0) + 1);
  });
});
