import { buildSchema, parse } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { idOf, readRegisteredOperations } from '../../gateway/documents/index.ts';
import { loadPolicy, type Requirements } from '../../gateway/policy/index.ts';
import { bundleWith, entriesOf } from '../../test/support/bundles.ts';
import { operationOf } from '../../test/support/operations.ts';
import { readPolicyFixture } from '../../test/support/policy.ts';
import type { PolicyVersion } from '../load-version.ts';
import { readVersionData } from '../version-data.ts';
import { certificatesAsMarkdown } from './as-markdown.ts';
import { type Certificate, certify, type RoleAccess } from './certify.ts';
import { sampleVariables } from './sample-variables.ts';

type Data = Readonly<Record<string, never>>;

/** The committed policy, with some of its data replaced. */
async function versionWith(
  edit: (data: Data) => object = () => ({}),
  asked: Requirements = {},
): Promise<PolicyVersion> {
  const committed = readPolicyFixture();
  const fixture = { ...committed, requirements: { ...committed.requirements, ...asked } };
  const text = (await entriesOf(fixture.bundle)).get('data.json')?.toString() ?? '{}';
  const data: Data = JSON.parse(text);
  const changed = { ...data, ...edit(data) };
  const bundle = await bundleWith({ 'data.json': JSON.stringify(changed) });
  const policy = await loadPolicy({ ...fixture, bundle, onFailure: () => undefined });
  return {
    ...{ ...fixture, bundle, policy, name: 'policies', kind: 'bundle', subgraphs: [] },
    revision: policy.revision,
    data: readVersionData(changed),
  };
}

const operation = (document: string, client = 'dashboard') => {
  const { name, operation: type } = operationOf(parse(document));
  if (type === 'subscription') throw new RangeError('subscriptions are not served');
  const id = idOf(document);
  return { client, id, aliases: [], name: name?.value ?? '', type, document, file: 'x.json' };
};

const roleOf = ({ roles }: Certificate, wanted: string): RoleAccess => {
  const found = roles.find(({ role }) => role === wanted);
  if (!found) throw new RangeError(`there is no ${wanted}`);
  return found;
};

const accessOf = (certificate: Certificate) =>
  Object.fromEntries(certificate.roles.map(({ role, access }) => [role, access]));

let version: PolicyVersion;
beforeAll(async () => {
  version = await versionWith();
});

async function certified(document: string, client?: string): Promise<Certificate> {
  const [certificate] = await certify(version, [operation(document, client)]);
  if (!certificate) throw new Error('no certificate');
  return certificate;
}

const HOLDERS = `query Holders($id: ID!) {
  account(id: $id) { id holders { id birthDate gender } counterparties(first: 2) { bank } } }`;

describe('an operation', () => {
  test('is whole, in part or none for each role, and the certificate says why', async () => {
    const certificate = await certified(HOLDERS);
    expect(accessOf(certificate)).toEqual({
      ADMIN: 'part',
      ANALYST: 'part',
      AUDITOR: 'part',
      BANK_ADMIN: 'whole',
      SYSTEM: 'none',
    });
    expect(roleOf(certificate, 'ANALYST')).toMatchObject({
      isDeclared: true,
      withheld: [{ path: 'account.holders.gender', reasonCode: 'MISSING_PERMISSION' }],
      masked: [{ coordinate: 'AccountHolder.birthDate', obligation: { kind: 'year' } }],
    });
    expect(certificate.subgraphs).toEqual(['facts', 'graph']);
    expect(certificate.findings).toEqual([
      "dashboard: Holders: ANALYST, which the client declares, can't run it whole: " +
        'withheld account.holders.gender; masked account.holders.birthDate',
    ]);
  });

  test('that is hidden from a role is a refusal, in the words of validation', async () => {
    const certificate = await certified(
      'mutation M { recordPayments(input: { payments: [] }, idempotencyKey: "k") { replayed } }',
      'payment-feed',
    );
    expect(roleOf(certificate, 'ANALYST')).toMatchObject({
      access: 'none',
      refusal: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(roleOf(certificate, 'SYSTEM')).toMatchObject({ access: 'whole', isDeclared: true });
    expect(certificate.findings).toEqual([]);
  });

  test('that costs too much for a role is none for it', async () => {
    const pages = ['a', 'b', 'c', 'd', 'e']
      .map(
        (each) =>
          `${each}: accounts(first: 200) { edges { node { payments(first: 7) { edges { cursor } } } } }`,
      )
      .join(' ');
    const certificate = await certified(`query Dear { ${pages} }`);
    expect(certificate.cost).toBeGreaterThan(10_000);
    expect(accessOf(certificate)).toMatchObject({ AUDITOR: 'none', ANALYST: 'whole' });
    expect(roleOf(certificate, 'AUDITOR')).toMatchObject({
      costMax: 10_000,
      refusal: { code: 'COST_LIMIT_EXCEEDED' },
    });
  });

  test('that no role can run is a finding, and so is a client nobody has described', async () => {
    const [certificate] = await certify(
      await versionWith(({ roles }) => ({ roles: { SYSTEM: roles.SYSTEM } })),
      [operation('query Code { bank { code } }', 'stranger')],
    );
    expect(certificate?.findings).toEqual([
      'stranger: Code: policies/clients/data.json does not say which roles stranger has',
      'stranger: Code: no role can run it',
    ]);
  });

  test('that depends on how it is asked says so to whom a condition binds', async () => {
    const certificate = await certified(
      'query P($first: Int = 50) { payments(first: $first) { pageInfo { hasNextPage } } }',
    );
    expect(roleOf(certificate, 'AUDITOR').conditional).toEqual(['Query.payments']);
    expect(roleOf(certificate, 'ANALYST').conditional).toEqual([]);
    const far = await certified('query P { payments(first: 150) { pageInfo { hasNextPage } } }');
    expect(roleOf(far, 'AUDITOR')).toMatchObject({
      access: 'none',
      withheld: expect.arrayContaining([
        { path: 'payments', coordinate: 'Query.payments', reasonCode: 'CONDITION_NOT_MET' },
      ]),
    });
  });

  test('by a variable that may filter by anything is what its least allowed input gives', async () => {
    const narrow = await versionWith(undefined, {
      'PaymentFilter.purpose': { authenticated: true, policies: [['pii:read']], input: true },
    });
    const document = `query F($filter: PaymentFilter) {
      payments(filter: $filter) { pageInfo { hasNextPage } } }`;
    const [certificate] = await certify(narrow, [operation(document)]);
    expect(certificate && accessOf(certificate)).toMatchObject({
      ANALYST: 'none',
      BANK_ADMIN: 'whole',
    });
    expect(certificate && roleOf(certificate, 'ANALYST').withheld[0]).toMatchObject({
      coordinate: 'PaymentFilter.purpose',
    });
  });
});

describe('the certificate of an operation', () => {
  test('keeps its id while nothing it says changes', async () => {
    const [before] = await certify(version, [operation(HOLDERS)]);
    const [same] = await certify(await versionWith(({ limits }) => ({ limits, unrelated: true })), [
      operation(HOLDERS),
    ]);
    expect(same?.id).toBe(before?.id);
  });

  test('has another id when a role loses a field', async () => {
    const [before] = await certify(version, [operation(HOLDERS)]);
    const [after] = await certify(
      await versionWith(({ roles }) => {
        const all: Record<string, { permissions: string[] }> = structuredClone(roles);
        const admin = all.BANK_ADMIN;
        if (admin) admin.permissions = admin.permissions.filter((each) => each !== 'pii:read');
        return { roles: all };
      }),
      [operation(HOLDERS)],
    );
    expect(after?.id).not.toBe(before?.id);
    expect(after && roleOf(after, 'BANK_ADMIN').access).toBe('part');
  });

  test('is there for every operation of this repository, and they are whole', async () => {
    const certificates = await certify(
      version,
      await readRegisteredOperations('schema/operations'),
    );
    expect(certificates.flatMap(({ findings }) => findings)).toEqual([]);
    expect(new Set(certificates.map(({ id }) => id)).size).toBe(certificates.length);
    expect(certificatesAsMarkdown(certificates)).toContain('| ANALYST * | whole |  |');
  });
});

test('variables are given values that ask for everything', () => {
  const schema = buildSchema(`
    enum E { OPEN SHUT HIDDEN } scalar Date
    input I { e: E! again: I n: [Int!] on: Date }
    type Query { a(i: I, e: E, n: Int, id: ID!): Int }`);
  const table = {
    ...version.policy.tableFor({ role: 'ANALYST' }),
    decide: (coordinate: string) =>
      ({
        ...{ reason: 'ALLOWED', rule: 'r' },
        effect: coordinate === 'E.SHUT' ? 'deny' : 'allow',
      }) as const,
  };
  const document =
    parse(`query Q($i: I, $e: E = OPEN, $n: Int, $m: Int = 7, $id: ID!, $with: Boolean!, $without: Boolean = true) {
    a(i: $i, e: $e, n: $n, id: $id) @include(if: $with) @skip(if: $without) }`);
  const given = sampleVariables(schema, operationOf(document), table);
  expect(given).toMatchObject({
    i: { e: 'SHUT', n: [1], on: '2000-01-01', again: { again: { e: 'SHUT' } } },
    ...{ e: 'SHUT', id: expect.any(String), with: true, without: false },
  });
  expect(Object.keys(given).sort()).toEqual(['e', 'i', 'id', 'with', 'without']);
});
