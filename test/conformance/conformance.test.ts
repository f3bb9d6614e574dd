/**
 * Role × field × path: what the gateway does is what the oracle says. All routes in their plainest
 * spelling and the first route of each field in every spelling; `npm run conformance` asks it all.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCommittedPolicy } from '../support/policy.ts';
import { type Cell, cellsOf, compare, EFFECTS } from './conform.ts';
import type { Asking } from './gateway.ts';
import { PAGE, renderPage } from './page.ts';
import { startFor, subjectOf } from './subjects.ts';

const own = subjectOf('own');
const fixture = subjectOf('fixture');

const GRAPHS = [
  { name: "the project's own graph", subject: own, rolesMin: 5, fieldsMin: 140 },
  { name: 'a graph with interfaces and a union', subject: fixture, rolesMin: 6, fieldsMin: 50 },
];

describe.each(GRAPHS)('in $name', ({ subject, rolesMin, fieldsMin }) => {
  let asking: Asking;
  const all = [...cellsOf(subject)];
  const cells = sampled(all);
  beforeAll(async () => {
    asking = await startFor(subject);
  });
  afterAll(() => asking.close());

  test.each(subject.oracle.roles)(
    '%s gets of every field on every path what it should, and no more is fetched',
    async (role) => {
      const differences: string[] = [];
      for (const cell of cells.filter((each) => each.role === role)) {
        const difference = await compare(subject, asking, cell);
        if (difference) differences.push(difference);
      }
      expect(differences).toEqual([]);
    },
    120_000,
  );

  test('every role, every field and every effect is among them', () => {
    expect(subject.oracle.roles.length).toBeGreaterThanOrEqual(rolesMin);
    const fields = new Set(all.map(({ coordinate }) => coordinate));
    expect(fields.size).toBeGreaterThanOrEqual(fieldsMin);
    expect(new Set(cells.map(({ coordinate }) => coordinate))).toEqual(fields);
    expect(new Set(cells.map(({ effect }) => effect))).toEqual(new Set(EFFECTS));
  });
});

test('docs/conformance.md is what `npm run conformance` writes', async () => {
  const { revision } = await loadCommittedPolicy();
  const page = renderPage(revision, [
    { title: "The project's own graph", subject: own },
    { title: 'A graph with interfaces and a union', subject: fixture },
  ]);
  expect(readFileSync(join(import.meta.dirname, '../..', PAGE), 'utf8')).toBe(page);
}, 60_000);

/** One spelling for each of a field's other routes, turn by turn, and all for its first. */
function sampled(cells: readonly Cell[]): readonly Cell[] {
  const seen = new Map<string, number>();
  return cells.filter(({ role, coordinate, spelling }) => {
    const key = `${role} ${coordinate} ${spelling}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return before === 0 || spelling === 'direct';
  });
}
