import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FolderChanges, policyFolder } from '../../test/support/policy-folder.ts';
import { keptFiles } from '../kept-files.ts';
import { findOpa, opaPlaces } from '../opa.ts';
import { checkPolicy } from './check-policy.ts';

const ROOT = join(import.meta.dirname, '../..');
const opa = await findOpa(opaPlaces());

async function findingsIn(changes: FolderChanges) {
  using copy = policyFolder(changes);
  const { root, folder } = copy;
  const opaPath = opa.kind === 'found' ? opa.path : '';
  return (await checkPolicy({ root, folder, opaPath, kept: keptFiles(ROOT) })).findings;
}

/** As one sentence each, without the fix. */
async function saidOf(changes: FolderChanges): Promise<readonly string[]> {
  return (await findingsIn(changes)).map(
    ({ severity, file, line, rule, message }) => `${severity} ${file}:${line} ${rule}: ${message}`,
  );
}

const MASKS = 'policies/masks/data.json';
const FACTS = 'schema/facts.graphql';
const AUTHZ = 'policies/payscope/authz';
const mask = (coordinate: string, kind: string) => ({
  [coordinate]: { permission: 'pii:read', obligation: { kind } },
});
const rego = (name: string, rule: string) =>
  `package payscope.authz\n\n# METADATA\n# title: More\n${name} if ${rule}\n`;

/** What is found of changes that keep nothing else from being found: one check for all of them. */
const TOGETHER: FolderChanges = {
  [`${AUTHZ}/clock.rego`]: rego('late', 'time.now_ns() > 3'),
  [`${AUTHZ}/random_test.rego`]:
    'package payscope.authz_test\n\ntest_allow_x if uuid.rfc4122("a")\n',
  [`${AUTHZ}/typo.rego`]: rego('admin', 'input.subjct.role == "ADMIN"'),
  [`${AUTHZ}/decisions.rego`]: (text) =>
    text.replace('some coordinate in input.coordinates', 'some coordinate in input.uses'),
  [`${AUTHZ}/wide.rego`]: rego('wide', 'input.now').replace('wide if', 'wide  if'),
  [`${AUTHZ}/untitled.rego`]: rego('bare', 'input.now').replace('title', 'description'),
  [MASKS]: JSON.stringify(
    {
      ...mask('AccountHolder.birthdate', 'year'),
      ...mask('AccountHolder.gender', 'last4'),
    },
    undefined,
    2,
  ),
  'policies/conditions/data.json': (text) => text.replace('"maxHops"', '"maxHop"'),
  [FACTS]: (text) =>
    `${text.replace('[["facts:read"]]', '[["facts:raed"]]')}\nextend type Query {\n  newest: Int\n}\n`,
  'test/cases/reading.yaml':
    '- name: an analyst reads the amounts\n  role: ANALYST\n  coordinate: Payment.amuont\n  expect: { effect: allow, reason: ALLOWED }\n',
};

const FOUND: readonly (readonly [string, RegExp])[] = [
  [
    'a builtin WASM lacks',
    /^error policies\/payscope\/authz\/clock\.rego:5 builtin: `time\.now_ns` isn't available in WASM/,
  ],
  ['a builtin WASM lacks, in a test', /random_test\.rego:3 builtin: `uuid\.rfc4122`/],
  [
    'an input there is not',
    /typo\.rego:5 input-schema: `input\.subjct\.role`: there is no `subjct`/,
  ],
  ['an input of another entrypoint', /decisions\.rego:\d+ input-schema: `input\.uses/],
  [
    'Rego that is not formatted',
    /wide\.rego:5 format: not formatted: opa fmt writes `wide if input\.now`/,
  ],
  ['a rule without a title', /untitled\.rego:5 title-missing: rule bare/],
  [
    'a mask of a field that is gone',
    /masks\/data\.json:2 stale-coordinate: AccountHolder\.birthdate is no field/,
  ],
  [
    'a mask that does not fit the type',
    /masks\/data\.json:8 mask: AccountHolder\.gender: "last4" can't mask Gender/,
  ],
  [
    'a condition of an argument that is gone',
    /conditions\/data\.json:\d+ conditions: Query\.paths has no argument maxHop/,
  ],
  [
    'a permission nobody has defined, in the schema',
    /^error schema\/facts\.graphql:\d+ unknown-permission: .* names facts:raed/,
  ],
  [
    'a field no rule mentions',
    /^error schema\/facts\.graphql:\d+ unmentioned: no rule mentions Query\.newest/,
  ],
  [
    'a case about a coordinate that is gone',
    /^error test\/cases\/reading\.yaml:1 stale-coordinate: .*Payment\.amuont/,
  ],
  [
    'a bundle older than its sources',
    /^warning policies\/bundle\/bundle\.tar\.gz.* stale: it is revision \w+, and the sources are/,
  ],
];

const FOUND_ALONE: readonly (readonly [string, FolderChanges, readonly RegExp[]])[] = [
  [
    'Rego that does not parse, data of another shape and a case that is none',
    {
      [`${AUTHZ}/broken.rego`]: 'package payscope.authz\n\nmore if {\n',
      'policies/attributes/data.json': '{\n  "role": {}\n}\n',
      'test/cases/reading.yaml': '- name: an analyst reads the amounts\n  role: ANALYST\n',
    },
    [
      /^error policies\/payscope\/authz\/broken\.rego:4 syntax/,
      /attributes\/data\.json:2 data: role\.description/,
      /^error test\/cases\/reading\.yaml.* case: line 1: coordinate/,
    ],
  ],
  [
    'data that is no JSON, and a directive that is linked from nowhere',
    {
      [MASKS]: '{\n  "a": [1,\n  ]\n}\n',
      [FACTS]: (text) =>
        text.replace('openedOn: Date', 'openedOn: Date @polcy(policies: [["pii:read"]])'),
    },
    [
      /masks\/data\.json:3 data: not JSON/,
      /^error schema\/facts\.graphql:\d+ access-rule: Account\.openedOn: @polcy/,
    ],
  ],
  [
    'SDL that is not GraphQL',
    { [FACTS]: (text) => `${text}\ntype X {` },
    [/^error schema\/facts\.graphql:\d+ syntax/],
  ],
  [
    'subgraphs that do not compose',
    { [FACTS]: (text) => text.replaceAll('@key(fields: "id")', '@key(fields: "idd")') },
    [/^error schema\/facts\.graphql:\d+ composition: On type "\w+"/],
  ],
];

describe.skipIf(opa.kind === 'missing')('policy check', () => {
  it('finds no error in the project itself', async () => {
    const findings = await findingsIn({});
    expect(findings.filter(({ severity }) => severity === 'error')).toStrictEqual([]);
  });

  const together = lazily(() => saidOf(TOGETHER));
  it.each(FOUND)('finds %s', async (_name, said) => {
    expect(await together()).toContainEqual(expect.stringMatching(said));
  });

  it.each(FOUND_ALONE)('finds %s', async (_name, changes, all) => {
    const found = await saidOf(changes);
    for (const said of all) expect(found).toContainEqual(expect.stringMatching(said));
  });

  it('names the coordinate that was meant', async () => {
    const findings = await findingsIn({
      [MASKS]: JSON.stringify(mask('AccountHolder.birthdate', 'year')),
    });
    expect(findings[0]?.fix).toBe('did you mean `AccountHolder.birthDate`?');
  });
});

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
