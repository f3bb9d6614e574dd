import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decidedCoordinates, readBundle } from '../gateway/policy/index.ts';
import { loadCommittedPolicy, readPolicyFixture } from '../test/support/policy.ts';
import { readPolicySources } from './policy-sources.ts';
import { rulePlaces } from './rule-places.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const places = rulePlaces(
  readPolicySources(join(ROOT, 'policies'), read('policies/schema/data.json')),
);

it('finds the line that gives a rule as the reason', () => {
  const found = Object.entries(places);
  expect(found.length).toBeGreaterThan(5);
  for (const [rule, { file, line }] of found) {
    expect(read(file).split('\n')[line - 1]).toContain(`"rule": "${rule}"`);
  }
});

it('the committed bundle says where its rules stand, as the sources are now', async () => {
  const { data } = await readBundle(readFileSync(join(ROOT, 'policies/bundle/bundle.tar.gz')));
  expect(data.places).toStrictEqual(places);
});

it('every rule the policy decides by has its place', async () => {
  const policy = await loadCommittedPolicy();
  const coordinates = decidedCoordinates(readPolicyFixture().schema);
  const rules = [...policy.roles, 'NOBODY'].flatMap((role) =>
    coordinates.map((coordinate) => policy.tableFor({ role }).decide(coordinate).rule),
  );
  expect(new Set(rules).size).toBeGreaterThan(3);
  expect(Object.keys(places)).toEqual(expect.arrayContaining([...new Set(rules)]));
});
