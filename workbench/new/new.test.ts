/** What `policy new` plans, on a copy of the project's policies; and that it is sound as it is. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadVersion, type PolicyVersion } from '../load-version.ts';
import { findOpa, opaPlaces, runOpa } from '../opa.ts';
import { newCase } from './new-case.ts';
import { newPermission } from './new-permission.ts';
import { newRole } from './new-role.ts';
import { newRule } from './new-rule.ts';
import type { Place, Plan } from './plan.ts';

const PROJECT = join(import.meta.dirname, '../..');
const BUNDLE = 'policies/bundle/bundle.tar.gz';
const opa = await findOpa(opaPlaces());
const version: PolicyVersion = await loadVersion(PROJECT, BUNDLE);

let root = '';
let place: Place;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'payscope-new-'));
  for (const folder of ['policies', 'schema', 'test/cases']) {
    cpSync(join(PROJECT, folder), join(root, folder), { recursive: true });
  }
  place = {
    folder: join(root, 'policies'),
    cases: join(root, 'test/cases'),
    schema: join(root, 'schema'),
  };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function written(plan: Plan): Plan {
  for (const { path, after } of plan.edits) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, after);
  }
  return plan;
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const json = (path: string) => JSON.parse(read(path));

const LOANS = {
  name: 'loans:approve',
  description: 'Approve loans.',
  without: 'deny',
  roles: ['BANK_ADMIN', 'AUDITOR'],
} as const;

describe('a permission', () => {
  it('is entered, given to its roles, and tested', () => {
    written(newPermission(place, LOANS));
    const { [LOANS.name]: entry } = json('policies/permissions/data.json');
    expect(entry).toEqual({ description: 'Approve loans.', without: 'deny' });
    const roles = json('policies/roles/data.json');
    expect(roles.AUDITOR.permissions).toEqual(['facts:read', 'audit:read', LOANS.name]);
    expect(roles.BANK_ADMIN.permissions).toContain(LOANS.name);
    expect(roles.ANALYST.permissions).not.toContain(LOANS.name);
  });

  it.each([
    ['a name that is taken', { name: 'pii:read' }, 'already'],
    ['no name', { name: 'Loans' }, 'no name of a permission'],
    ['an unknown role', { roles: ['AUDITORS'] }, 'did you mean AUDITOR?'],
  ])('is refused for %s', (_why, changes, says) => {
    expect(() => newPermission(place, { ...LOANS, ...changes })).toThrow(says);
  });

  it('is refused the second time', () => {
    written(newPermission(place, LOANS));
    expect(() => newPermission(place, LOANS)).toThrow(/already/);
  });
});

describe('a role', () => {
  const CLERK = { name: 'CLERK', description: 'Looks payments up.', permissions: ['facts:read'] };

  it('is entered, with cases of what the policy decides for it', async () => {
    written(await newRole(place, version, { ...CLERK, like: 'AUDITOR' }));
    const { CLERK: role } = json('policies/roles/data.json');
    expect(role.permissions).toEqual(['facts:read', 'audit:read']);
    const cases = parse(read('test/cases/clerk.yaml'));
    const effects = cases.map((each: { expect: { effect: string } }) => each.expect.effect);
    expect(effects).toEqual(['allow', 'deny', 'hide']);
  });

  it.each([
    ['a name that is taken', { name: 'AUDITOR' }, 'already'],
    ['no name', { name: 'clerk' }, 'no name of a role'],
    ['an unknown permission', { permissions: ['fact:read'] }, 'did you mean facts:read?'],
    ['an unknown role to be like', { like: 'AUDITORS' }, 'did you mean AUDITOR?'],
  ])('is refused for %s', async (_why, changes, says) => {
    await expect(newRole(place, version, { ...CLERK, ...changes })).rejects.toThrow(says);
  });
});

describe('a rule', () => {
  const rule = (rest: object) => {
    const given = { coordinate: 'Payment.counterpartyAccount', ...rest };
    return JSON.parse(JSON.stringify(given));
  };
  const asks = rule({ kind: 'asks', permissions: ['pii:read'] });
  const atMost = {
    kind: 'at_most',
    description: 'Few.',
    argument: 'grain',
    limit: 3,
    unless: 'graph:read',
  };

  it('of what a field asks for stands in the schema, with a case for and against', async () => {
    written(await newRule(place, version, asks));
    expect(read('schema/facts.graphql')).toContain(
      'counterpartyAccount: String @policy(policies: [["pii:read"]])',
    );
    const cases = parse(read('test/cases/payment-counterparty-account.yaml'));
    expect(cases).toMatchObject([
      { role: 'BANK_ADMIN', expect: { effect: 'allow' } },
      { role: 'ADMIN', expect: { effect: 'deny' } },
    ]);
  });

  it('of a mask is entered, with a case of who lacks exactly its permission', async () => {
    const coordinate = 'AccountHolder.district';
    const obligation = { kind: 'last4' };
    const mask = rule({ kind: 'mask', coordinate, permission: 'pii:read', obligation });
    written(await newRule(place, version, mask));
    expect(json('policies/masks/data.json')[coordinate]).toEqual({
      permission: 'pii:read',
      obligation,
    });
    expect(parse(read('test/cases/account-holder-district-masked.yaml'))).toMatchObject([
      { role: 'ADMIN', expect: { effect: 'mask', reason: 'MASKED', obligation } },
    ]);
  });

  it('of a condition is entered beside those there are', async () => {
    const coordinate = 'Query.payments';
    const condition = { ...atMost, argument: 'last' };
    written(await newRule(place, version, rule({ kind: 'condition', coordinate, condition })));
    const { rules } = json('policies/conditions/data.json');
    expect(rules[coordinate].map((each: { argument: string }) => each.argument)).toEqual([
      'first',
      'last',
    ]);
  });

  it.each([
    ['a field there is not', { ...asks, coordinate: 'Payment.purse' }, 'Payment.purpose'],
    ['a permission there is not', { ...asks, permissions: ['pii:reed'] }, 'pii:read'],
    ['a field that asks already', { ...asks, coordinate: 'AccountHolder.gender' }, 'already'],
    [
      'a field that is masked already',
      {
        kind: 'mask',
        coordinate: 'AccountHolder.birthDate',
        permission: 'pii:read',
        obligation: { kind: 'year' },
      },
      'already',
    ],
    [
      'a mask for want of what the field does not ask for',
      {
        kind: 'mask',
        coordinate: 'Payment.purpose',
        permission: 'pii:read',
        obligation: { kind: 'last4' },
      },
      'does not ask for pii:read',
    ],
    [
      'a condition it has',
      {
        kind: 'condition',
        coordinate: 'Query.payments',
        condition: { ...atMost, argument: 'first' },
      },
      'already',
    ],
  ])('is refused for %s', async (_why, given, says) => {
    await expect(newRule(place, version, rule(given))).rejects.toThrow(says);
  });
});

describe('a case', () => {
  const one = {
    name: 'a system reads no loans',
    role: 'SYSTEM',
    coordinate: 'Loan.amount',
    file: 'reading.yaml',
  } as const;

  it('expects what is decided now, and stands at the end of its file', async () => {
    written(await newCase(place, version, one));
    expect(read('test/cases/reading.yaml')).toMatch(
      /\n- name: a system reads no loans\n {2}role: SYSTEM\n.*\n.*reason: MISSING_PERMISSION \}\n$/,
    );
  });

  it('expects what it is told to, and says that it fails until then', async () => {
    const expected = { effect: 'allow', reason: 'ALLOWED' } as const;
    const plan = await newCase(place, version, { ...one, expect: expected, file: 'new.yaml' });
    expect(plan.next[0]).toContain('fails until that changes');
    expect(parse(plan.edits[0]?.after ?? '')).toMatchObject([{ expect: expected }]);
  });

  it.each([
    ['a role there is not', { role: 'SYSTEMS' }, 'did you mean SYSTEM?'],
    ['a field there is not', { coordinate: 'Loan.amuont' }, 'did you mean Loan.amount'],
    ['no sentence', { name: 'loans' }, 'no sentence'],
    ['one there is', { coordinate: 'Query.payments' }, 'is there already'],
    ['no reason', { expect: { effect: 'deny', reason: 'NO' } }, 'no reason code'],
  ])('is refused for %s', async (_why, changes, says) => {
    const given = JSON.parse(JSON.stringify({ ...one, ...changes }));
    await expect(newCase(place, version, given)).rejects.toThrow(says);
  });
});

it.skipIf(opa.kind === 'missing')('the Rego written is formatted, and its tests pass', async () => {
  if (opa.kind === 'missing') return;
  const condition = (coordinate: string, rest: object) =>
    JSON.parse(
      JSON.stringify({
        kind: 'condition',
        coordinate,
        condition: { description: 'Why.', ...rest },
      }),
    );
  written(newPermission(place, LOANS));
  written(newPermission(place, { ...LOANS, name: 'loans:see', without: 'hide', roles: [] }));
  for (const rule of [
    condition('Account.describe', {
      kind: 'one_of',
      argument: 'grain',
      values: ['YEAR'],
      unless: 'metrics:simulate',
    }),
    condition('Query.account', { kind: 'hours', from: '06:00', to: '20:00' }),
    condition('Account.payments', { kind: 'at_most', argument: 'first', limit: 10 }),
  ]) {
    written(await newRule(place, version, rule));
  }
  const unformatted = await runOpa(opa.path, ['fmt', '--list', place.folder], { cwd: root });
  expect(unformatted.trim()).toBe('');
  const OWN = 'loans_(approve|see)|describe_one_of|account_hours|payments_at_most';
  const ignored = ['tools', 'bundle', 'examples', 'schemas'].flatMap((each) => ['--ignore', each]);
  const args = ['test', '--bundle', 'policies', ...ignored, '--run', OWN];
  expect(await runOpa(opa.path, args, { cwd: root })).toMatch(/PASS: 11\/11/);
});
