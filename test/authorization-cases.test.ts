/** Runs test/cases/*.yaml on the compiled policy, and what they share on the oracle. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decidedCoordinates } from '../gateway/policy/index.ts';
import { readCases } from '../workbench/cases.ts';
import { createOracle } from './support/oracle.ts';
import { loadCommittedPolicy, readPolicyFixture } from './support/policy.ts';

const all = readCases(join(import.meta.dirname, 'cases'));
const files = [...Map.groupBy(all, ({ file }) => file)].map(([file, cases]) => ({ file, cases }));

describe.each(files)('$file', ({ cases }) => {
  it.each(cases)('$name', async ({ role, coordinate, expect: expected }) => {
    const decision = (await loadCommittedPolicy()).tableFor({ role }).decide(coordinate);
    expect(decision).toMatchObject(expected);
  });

  const decided = new Set(decidedCoordinates(readPolicyFixture().schema));
  const shared = cases.filter(({ coordinate }) => decided.has(coordinate));
  it.each(shared)('the oracle too: $name', ({ role, coordinate, expect: expected }) => {
    expect(createOracle().expect(role, coordinate).effect).toBe(expected.effect);
  });
});
