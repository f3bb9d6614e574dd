import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ENTRYPOINTS } from '../../gateway/policy/bundle.ts';
import { libraryVersion } from '../../test/support/policy-versions.ts';
import { loadVersion } from '../load-version.ts';
import { findOpa, opaPlaces } from '../opa.ts';
import { excesses, readBudgets } from './budgets.ts';
import { ruleAt, ruleCosts } from './rule-costs.ts';
import { timeEntrypoints } from './time-entrypoints.ts';

const ROOT = join(import.meta.dirname, '../..');
const opa = await findOpa(opaPlaces());

/** A clock on which everything takes a millisecond. */
function ticking(): () => number {
  let time = 0;
  return () => {
    time += 1;
    return time;
  };
}

it('every entrypoint is timed, warm', async () => {
  const timings = await timeEntrypoints(await libraryVersion(), 100, ticking());
  expect(timings.map(({ entrypoint }) => entrypoint)).toEqual([...ENTRYPOINTS]);
  for (const { evaluations, p50Ms, p99Ms } of timings) {
    expect(p50Ms).toBe(1);
    expect(p99Ms).toBe(1);
    expect(evaluations).toBeGreaterThanOrEqual(20);
    // Three readings of the clock an evaluation, and a third of them to warm up.
    expect(evaluations).toBeLessThan(30);
  }
});

describe('budgets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'payscope-budgets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const timing = {
    entrypoint: 'payscope/limits/limits',
    input: '',
    evaluations: 1,
    p50Ms: 1,
    p99Ms: 5,
  } as const;
  const cost = { rule: 'a.b', file: '', line: 1, ms: 1, share: 0.5, evaluations: 1 };

  it('are exceeded by what takes longer, and by nothing that was not measured', () => {
    const budgets = {
      entrypoints: { 'payscope/limits/limits': 4, other: 1 },
      rules: { 'a.b': 0.4, 'a.c': 0.1 },
    };
    expect(excesses(budgets, [timing], [cost])).toEqual([
      { what: 'payscope/limits/limits', budget: 4, actual: 5, unit: 'ms' },
      { what: 'a.b', budget: 0.4, actual: 0.5, unit: 'share' },
    ]);
    const kept = { entrypoints: { 'payscope/limits/limits': 5 }, rules: { 'a.b': 0.5 } };
    expect(excesses(kept, [timing], [cost])).toEqual([]);
  });

  it('of a file that is not there are none; one that is wrong is refused', () => {
    expect(readBudgets(join(folder, 'none.json'))).toEqual({ entrypoints: {}, rules: {} });
    writeFileSync(join(folder, 'budgets.json'), '{ "rules": { "a.b": 5 } }');
    expect(() => readBudgets(join(folder, 'budgets.json'))).toThrow(/rules\.a\.b/);
  });

  it('of the project name entrypoints and rules there are', async () => {
    const { entrypoints, rules } = readBudgets(join(ROOT, 'policies/budgets.json'));
    expect(Object.keys(entrypoints).sort()).toEqual([...ENTRYPOINTS].sort());
    expect(Object.keys(rules)).toEqual(['payscope.authz.gaps']);
  });
});

it('a line is of the rule that begins above it', () => {
  const text = 'package a.b\n\n# x\nfirst := 1\n\nsecond(x) if {\n\tx\n}\n\ndefault third := 2\n';
  const sources = new Map([['a/b.rego', text]]);
  const ruleOf = (row: number) => ruleAt(sources, { file: 'a/b.rego', row })?.rule;
  expect([4, 6, 7, 10].map(ruleOf)).toEqual(['a.b.first', 'a.b.second', 'a.b.second', 'a.b.third']);
  expect(ruleOf(1)).toBeUndefined();
});

it.skipIf(opa.kind === 'missing')(
  'rules are told by what they cost, the dearest first',
  async () => {
    const { sources, policy } = await loadVersion(ROOT);
    if (opa.kind === 'missing' || !sources || !policy.source) throw new Error('nothing to profile');
    const coordinates = Object.keys(policy.source.requirements);
    const input = { subject: { role: 'ANALYST' }, coordinates };
    const costs = await ruleCosts(opa.path, sources, input);
    expect(costs.map(({ rule }) => rule)).toContain('payscope.authz.gaps');
    expect(costs.map(({ ms }) => ms)).toEqual(costs.map(({ ms }) => ms).toSorted((a, b) => b - a));
    expect(costs.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 1);
    const gaps = costs.find(({ rule }) => rule === 'payscope.authz.gaps');
    expect(
      sources.get('payscope/authz/conditions.rego')?.split('\n')[(gaps?.line ?? 0) - 1],
    ).toMatch(/^gaps/);
  },
);
