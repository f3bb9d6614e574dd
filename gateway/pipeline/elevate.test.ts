import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { newId } from '../../lib/ids.ts';
import {
  ALLOW,
  type Asked,
  createStages,
  DENY,
  HIDE,
  MASK,
  type Rules,
} from '../../test/support/stages.ts';
import type { Grant } from '../elevation/index.ts';
import { authorize } from './authorize.ts';
import { decideField } from './decide-field.ts';
import { createElevatableIn } from './elevatable.ts';
import { elevate } from './elevate.ts';

const schema = buildSchema(`
  interface Thing { id: ID secret: String }
  type A implements Thing { id: ID secret: String born(day: Int = 1): String }
  type B implements Thing { id: ID secret: String }
  enum Order { PLAIN SECRET }
  input By { name: String secret: String }
  union Any = A | B
  type Query { a: A things(by: By, order: Order = PLAIN): [Thing] any: Any plain: String }`);
const stages = createStages(schema);

const elevatable = { ...DENY, depends_on: 'elevation' };
const RULES: Rules = {
  'A.secret': elevatable,
  'A.born': { ...MASK, depends_on: 'both' },
  'By.secret': elevatable,
  'Order.SECRET': elevatable,
  B: elevatable,
};

const GRANT: Grant = { id: newId(), permission: 'p', until: new Date('2026-11-25T12:00:00Z') };

/** As the policy would: open under a grant, but for one use that names too late a day. */
const decideUse: Asked['decideUse'] = (use) =>
  JSON.stringify(use).includes('"day":9') ? { ...DENY, reason: 'CONDITION_NOT_MET' } : ALLOW;

const valid = (source: string, asked: Asked = {}) =>
  stages.valid(source, { rules: RULES, decideUse, ...asked });

const decisionsIn = (source: string, asked: Asked) => {
  const { authorized, valid: elevated } = authorize(stages.deps(), valid(source, asked));
  return { text: authorized.text.replace(/\s+/g, ' '), authorized, elevated };
};

it.each<[string, string, readonly string[]]>([
  ['a field', '{ a { secret } }', ['A.secret']],
  ['a field of an interface', '{ things { secret } }', ['A.secret', 'B']],
  ['a type that may come back', '{ any { __typename } }', ['B']],
  ['an input field', '{ things(by: { secret: "s" }) { id } }', ['B', 'By.secret']],
  ['an enum value', '{ things(order: SECRET) { id } }', ['B', 'Order.SECRET']],
  ['what also has conditions', '{ a { born } }', ['A.born']],
  ['a fragment', '{ a { ...F } } fragment F on A { secret }', ['A.secret']],
  ['nothing', '{ a { id } plain }', []],
  ['nothing by an input nobody restricts', '{ plain a { id } }', []],
])('an elevation could open %s of an operation', (_what, source, coordinates) => {
  expect(createElevatableIn(schema)(valid(source))).toEqual(coordinates);
});

it('could open nothing to a role that lacks nothing', () => {
  expect(createElevatableIn(schema)(valid('{ a { secret } }', { rules: {} }))).toEqual([]);
  const hidden = { 'A.secret': HIDE };
  expect(createElevatableIn(schema)(valid('{ a { id } }', { rules: hidden }))).toEqual([]);
});

const at = (instant: string, held: readonly Grant[]) => {
  const calls: string[] = [];
  return {
    calls,
    deps: {
      elevatableIn: createElevatableIn(schema),
      elevation: {
        grantsOf: async () => {
          calls.push('asked');
          return held;
        },
        onUse: () => calls.push('used'),
      },
      now: () => new Date(instant),
    },
  };
};

it('asks for grants only where one could open something', async () => {
  const { deps, calls } = at('2026-11-25T11:00:00Z', [GRANT]);
  expect(await elevate(deps, valid('{ a { id } }'))).toMatchObject({ grants: [] });
  expect(calls).toEqual([]);
  expect(await elevate(deps, valid('{ a { secret } }'))).toMatchObject({
    grants: [GRANT],
    elevatable: ['A.secret'],
    now: new Date('2026-11-25T11:00:00Z'),
  });
  expect(calls).toEqual(['asked', 'used']);
});

it.each(['2026-11-25T12:00:00Z', '2026-11-25T12:00:01Z'])(
  'has no grant at %s that ended',
  async (now) => {
    const { deps, calls } = at(now, [GRANT]);
    expect((await elevate(deps, valid('{ a { secret } }'))).grants).toEqual([]);
    expect(calls).toEqual(['asked']);
  },
);

it('shows under a grant what is denied without', () => {
  const source = '{ a { id secret } }';
  expect(decisionsIn(source, {}).text).toBe('{ a { id } }');
  const { text, authorized } = decisionsIn(source, { grants: [GRANT] });
  expect(text).toBe('{ a { id secret } }');
  expect(authorized.isRestricted).toBe(false);
});

it('lets what is denied by name be searched by under a grant', () => {
  const source = '{ things(by: { secret: "s" }, order: SECRET) { id } }';
  expect(decisionsIn(source, {}).text).toBe('');
  expect(decisionsIn(source, { grants: [GRANT] }).text).toContain('things(');
});

it('takes the mask off, but where a condition is not met', () => {
  const of = (source: string, grants: readonly Grant[]) => {
    const { authorized, elevated } = decisionsIn(source, {
      grants,
      // Without grants the policy says of a use what the table says.
      ...(grants.length > 0 ? {} : { decideUse: () => MASK }),
    });
    const [field] = elevated.parsed.operation.selectionSet.selections;
    if (field?.kind !== 'Field') throw new Error('no field');
    const [node] = field.selectionSet?.selections ?? [];
    if (node?.kind !== 'Field') throw new Error('no field');
    return decideField(elevated.table, authorized.byNode, 'A', [node]).decision;
  };
  expect(of('{ a { born } }', []).effect).toBe('mask');
  expect(of('{ a { born } }', [GRANT]).effect).toBe('allow');
  expect(of('{ a { born(day: 9) } }', [GRANT])).toMatchObject({
    effect: 'deny',
    reason: 'CONDITION_NOT_MET',
  });
});

it('leaves one use denied where another of the same field is open', () => {
  const { text } = decisionsIn('{ a { one: born two: born(day: 9) } }', { grants: [GRANT] });
  expect(text).toBe('{ a { one: born } }');
});

it('keeps nothing that was decided under a grant', () => {
  const keys = new Set<string>();
  const cached = stages.deps();
  const { authorized } = cached;
  const set: typeof authorized.set = (key, value) => {
    keys.add(key);
    authorized.set(key, value);
  };
  const deps = { ...cached, authorized: { ...authorized, set } };
  const table = stages.tableOf(RULES);
  const run = (grants: readonly Grant[]) =>
    authorize(deps, valid('{ a { id secret } }', { table, grants })).authorized.text;
  expect(run([])).not.toContain('secret');
  expect(run([GRANT])).toContain('secret');
  expect(run([])).not.toContain('secret');
  expect([...keys]).toEqual([expect.stringContaining(table.key)]);
});

it('opens nothing that the policy still withholds, nor makes anything stricter', () => {
  const source = '{ a { id secret } plain }';
  const { text, elevated } = decisionsIn(source, { grants: [GRANT], decideUse: () => DENY });
  expect(text).toBe('{ a { id } plain }');
  expect(elevated.table.key).toBe(valid(source).table.key);
});
