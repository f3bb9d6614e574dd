import { describe, expect, it } from 'vitest';
import { LIBRARY_ROLES, libraryVersion } from '../../test/support/policy-versions.ts';
import { conditionWords } from './condition-words.ts';
import { explainAccess } from './explain-access.ts';

const RULES = {
  'Query.books': [
    { kind: 'at_most', argument: 'first', limit: 5, unless: 'loans:read', description: 'Few.' },
  ],
};
const version = await libraryVersion({ rules: RULES, elevation: ['price:read'] });
const explain = (role: string, coordinate: string) => explainAccess(version, { role, coordinate });

describe('what is withheld', () => {
  it('is explained by rule, place, requirement and what is missing of it', async () => {
    expect(await explain('READER', 'Book.bought')).toMatchObject({
      cell: { effect: 'deny', rule: 'payscope.authz.denial_shown' },
      place: { file: 'policies/payscope/authz/d.rego', line: 7 },
      defined: { file: 'schema/library.graphql' },
      attributes: [{ name: 'role', value: 'READER' }],
      requires: [['books:read', 'price:read']],
      parts: [
        { from: 'itself', coordinate: 'Book.bought', policies: [['price:read']] },
        { from: 'type', coordinate: 'Book', policies: [['books:read']] },
      ],
      holds: ['books:read'],
      lacks: [['price:read']],
      elevation: ['price:read'],
    });
  });

  it('names the type that a field returns among what it asks for', async () => {
    const { parts } = await explain('READER', 'Book.lent');
    expect(parts).toContainEqual({
      from: 'returns',
      coordinate: 'Loan',
      policies: [['loans:read']],
    });
  });

  it('names what an input reveals', async () => {
    const { parts } = await explain('READER', 'BookFilter.minPrice');
    expect(parts).toEqual([
      { from: 'reveals', coordinate: 'Book.price', policies: [['books:read', 'price:read']] },
    ]);
  });
});

const FLIPS: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['opens what is denied', 'READER', 'Book.bought', ['give price:read → allow']],
  ['opens what is hidden', 'READER', 'Mutation.lend', ['give desk:write → allow']],
  [
    'unmasks and closes what is masked',
    'READER',
    'Book.price',
    ['give price:read → allow', 'take books:read → deny'],
  ],
  [
    'closes what is allowed, by whichever permission is enough',
    'KEEPER',
    'Book.bought',
    ['take books:read → deny', 'take price:read → deny'],
  ],
  [
    'masks where that is what is left',
    'KEEPER',
    'Book.price',
    ['take books:read → deny', 'take price:read → mask'],
  ],
  [
    'lifts a condition',
    'READER',
    'Query.books',
    ['give loans:read → allow', 'take books:read → deny'],
  ],
  [
    'puts on a condition',
    'KEEPER',
    'Query.books',
    ['take books:read → deny', 'take loans:read → conditional'],
  ],
];

describe('the smallest change', () => {
  it.each(FLIPS)('%s', async (_name, role, coordinate, expected) => {
    const { flips } = await explain(role, coordinate);
    expect(
      flips.map(({ kind, permissions, effect }) => `${kind} ${permissions.join('+')} → ${effect}`),
    ).toEqual(expected);
  });

  it('is of several permissions where none alone is enough', async () => {
    const other = await libraryVersion({ roles: { ...LIBRARY_ROLES, GUEST: [] } });
    const { flips } = await explainAccess(other, { role: 'GUEST', coordinate: 'Loan.until' });
    expect(flips).toMatchObject([{ kind: 'give', permissions: ['loans:read'] }]);
    const price = await explainAccess(other, { role: 'GUEST', coordinate: 'Book.bought' });
    expect(price.flips).toMatchObject([{ permissions: ['books:read', 'price:read'] }]);
  });
});

describe('conditions', () => {
  it('are told in words, with what lifts them, and whether they bind', async () => {
    const conditions = [{ words: 'first is at most 5', description: 'Few.', unless: 'loans:read' }];
    expect(await explain('READER', 'Query.books')).toMatchObject({
      conditions,
      cell: { isConditional: true },
    });
    expect(await explain('KEEPER', 'Query.books')).toMatchObject({
      conditions,
      cell: { isConditional: false },
    });
  });

  it.each([
    [
      { kind: 'one_of', argument: 'grain', values: ['YEAR', 'MONTH'] },
      'grain is one of YEAR, MONTH',
    ],
    [{ kind: 'within', argument: 'day', from: 1, to: 2 }, 'day is from 1 to 2'],
    [{ kind: 'hours', from: '06:00', to: '20:00' }, 'it is from 06:00 to 20:00 UTC'],
    [{ kind: 'period', from: '2026', to: '2027' }, 'it is from 2026 until 2027'],
    [{ kind: 'moon_phase' }, 'moon_phase'],
  ])('%o is told', (condition, words) => {
    expect(conditionWords({ description: '', ...condition })).toBe(words);
  });
});

it.each([
  ['READRE', 'Book.price', 'READER'],
  ['READER', 'Book.prices', 'Book.price'],
])('%s or %s is refused, and the nearest named', async (role, coordinate, near) => {
  await expect(explain(role, coordinate)).rejects.toMatchObject({
    kind: 'usage',
    problems: [expect.stringContaining(near)],
  });
});
