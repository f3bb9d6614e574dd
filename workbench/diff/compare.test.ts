import { describe, expect, it } from 'vitest';
import { LIBRARY_ROLES, LIBRARY_SDL, libraryVersion } from '../../test/support/policy-versions.ts';
import { compareVersions, isEmpty, unapproved } from './compare.ts';
import { documentLines } from './document-changes.ts';
import { summaryOf } from './summary.ts';

type Changes = Parameters<typeof libraryVersion>[0];

const compared = async (before: Changes, after: Changes) =>
  compareVersions(await libraryVersion(before), await libraryVersion(after));

/** `kind role coordinate: because`, in the order of the diff. */
const told = async (before: Changes, after: Changes) =>
  (await compared(before, after)).changes.map(({ kind, role, coordinate, because }) => {
    return `${kind} ${role} ${coordinate}: ${because.map(({ says }) => says).join('; ')}`;
  });

const reader = (...permissions: readonly string[]): Changes => ({
  roles: { ...LIBRARY_ROLES, READER: permissions },
});
const AT_MOST = { kind: 'at_most', argument: 'first', limit: 5, unless: 'loans:read' };
const onConditions = (limit: number): Changes => ({
  rules: { 'Query.books': [{ ...AT_MOST, limit }] },
});

const CASES: readonly (readonly [string, Changes, Changes, readonly string[]])[] = [
  [
    'a permission that opens, unmasks and opens the inputs that reveal the same',
    {},
    reader('books:read', 'price:read'),
    [
      'opened READER Book.bought: READER gets price:read',
      'opened READER BookFilter.minPrice: READER gets price:read',
      'unmasked READER Book.price: READER gets price:read',
    ],
  ],
  [
    'a permission taken, which closes and masks',
    reader('books:read', 'price:read'),
    {},
    [
      'masked READER Book.price: READER loses price:read',
      'closed READER Book.bought: READER loses price:read',
      'closed READER BookFilter.minPrice: READER loses price:read',
    ],
  ],
  [
    'a mask on what was denied',
    {},
    {
      masks: {
        'Book.price': { permission: 'price:read', obligation: { kind: 'round', to: 10 } },
        'Book.bought': { permission: 'price:read', obligation: { kind: 'last4' } },
      },
    },
    [
      'opened_masked DESK Book.bought: its mask was added',
      'opened_masked READER Book.bought: its mask was added',
    ],
  ],
  [
    'another mask',
    {},
    { masks: { 'Book.price': { permission: 'price:read', obligation: { kind: 'null' } } } },
    [
      'mask_changed DESK Book.price: its mask was changed',
      'mask_changed READER Book.price: its mask was changed',
    ],
  ],
  [
    'a condition, for the roles it binds only',
    {},
    onConditions(5),
    ['condition_added READER Query.books: its condition was added'],
  ],
  [
    'a condition lifted, which is an opening',
    onConditions(5),
    {},
    ['condition_lifted READER Query.books: its condition was taken away'],
  ],
  [
    'another condition',
    onConditions(5),
    onConditions(50),
    ['condition_changed READER Query.books: its condition was changed'],
  ],
  [
    'what the schema asks for',
    {},
    {
      sdl: LIBRARY_SDL.replace(
        'title: String',
        'title: String @policy(policies: [["loans:read"]])',
      ),
    },
    ['closed READER Book.title: it asks for books:read and loans:read, and asked for books:read'],
  ],
  [
    'a new field, as far as it is open',
    {},
    { sdl: LIBRARY_SDL.replace('title: String', 'title: String pages(first: Int): Int') },
    ['added DESK Book.pages: ', 'added KEEPER Book.pages: ', 'added READER Book.pages: '],
  ],
  [
    'a field that is gone',
    { sdl: LIBRARY_SDL.replace('title: String', 'title: String pages: Int') },
    {},
    ['removed DESK Book.pages: ', 'removed KEEPER Book.pages: ', 'removed READER Book.pages: '],
  ],
  [
    'what lacking a permission does',
    { hidden: ['desk:write', 'loans:read'] },
    {},
    ['shown READER Book.lent: ', 'shown READER Loan.until: '].map(
      (each) => `${each}without loans:read: deny, and not hide`,
    ),
  ],
];

it.each(CASES)('tells of %s', async (_name, before, after, expected) => {
  expect(await told(before, after)).toEqual(expected);
});

it('says that versions are alike when they are', async () => {
  const diff = await compared({}, {});
  expect(isEmpty(diff)).toBe(true);
  expect(summaryOf(diff)).toMatch(/^No role/);
});

describe('roles and limits', () => {
  const withGuest = { roles: { ...LIBRARY_ROLES, GUEST: ['books:read'] } };

  it('a new role opens what it gets', async () => {
    const diff = await compared({}, withGuest);
    expect(diff.roles).toEqual({ added: ['GUEST'], removed: [] });
    expect(diff.changes.map(({ kind }) => kind)).toContain('opened');
    expect(new Set(diff.changes.map(({ role }) => role))).toEqual(new Set(['GUEST']));
  });

  it('a role that is gone loses what it had, and opens nothing', async () => {
    const diff = await compared(withGuest, {});
    expect(diff.roles).toEqual({ added: [], removed: ['GUEST'] });
    expect(unapproved(diff)).toEqual([]);
  });

  it('limits are told by role, with what they were', async () => {
    const diff = await compared({}, { limits: { READER: { depth: 5 } } });
    expect(diff.limits).toEqual([{ role: 'READER', limit: 'depth', before: 15, after: 5 }]);
    expect(diff.changes).toEqual([]);
  });

  it('permissions that come, go, or can be given for a time', async () => {
    const diff = await compared({ extraPermissions: ['old:read'] }, { elevation: ['loans:read'] });
    expect(diff.permissions).toEqual({ added: [], removed: ['old:read'] });
    expect(diff.elevation).toEqual({ added: ['loans:read'], removed: [] });
  });
});

describe('which documents may be asked', () => {
  const partners = { name: 'partners', description: 'Agreed on.', mode: 'registered' };
  const clients = (...rules: readonly object[]): Changes => ({
    clients: {
      clients: { shop: { description: 'A shop.', roles: ['READER'] } },
      documents: { default: 'any', rules },
    },
  });
  const BANK = '6f1c1e3a-0f0c-5b0e-9d53-0c6b9e3b2a11';
  const lines = async (before: Changes, after: Changes) =>
    documentLines((await compared(before, after)).documents);

  it('is told by client, both ways', async () => {
    const held = clients({ ...partners, clients: ['shop'] });
    expect(await lines(held, clients())).toEqual([
      'shop may ask any document now (DESK, KEEPER, READER)',
    ]);
    expect(await lines(clients(), held)).toEqual([
      'shop may ask registered documents only (DESK, KEEPER, READER)',
    ]);
    expect(summaryOf(await compared(held, clients()))).toContain('shop may ask any document now');
  });

  it('is told by role and bank', async () => {
    const held = clients({ ...partners, roles: ['READER'], banks: [BANK] });
    expect(await lines(held, clients())).toEqual([
      `shop may ask any document now (READER of bank ${BANK})`,
      `a client no rule names may ask any document now (READER of bank ${BANK})`,
    ]);
  });

  it('is not told when nothing of it changed', async () => {
    const held = clients({ ...partners, clients: ['shop'] });
    expect(await lines(held, held)).toEqual([]);
  });
});

describe('an opening', () => {
  const opening = reader('books:read', 'loans:read');
  const approve = (...names: readonly string[]) => ({
    openings: names.map((name) => {
      const [role = '', coordinate = ''] = name.split(' ');
      return { role, coordinate, reason: 'Readers may see when a book is back.' };
    }),
  });
  const ALL = ['READER Book.lent', 'READER Loan.until'];
  const openAfter = async (approvals: object, before: Changes = {}) => {
    const diff = await compared(before, { ...opening, approvals });
    const open = unapproved(diff).map(({ role, coordinate }) => `${role} ${coordinate}`);
    return { open, stale: diff.staleApprovals.map(({ coordinate }) => coordinate) };
  };

  it('is approved by role and coordinate', async () => {
    expect(await openAfter(approve(...ALL))).toEqual({ open: [], stale: [] });
  });

  it('is not approved for another role, by another coordinate, or by a star', async () => {
    const approvals = approve(
      'DESK Loan.until',
      'READER Loan.since',
      'READER *',
      'READER Book.lent',
    );
    expect(await openAfter(approvals)).toEqual({
      open: ['READER Loan.until'],
      stale: ['Loan.until', 'Loan.since', '*'],
    });
  });

  it('is named to whom its approval misspells it', async () => {
    const diff = await compared({}, { ...opening, approvals: approve('READER Loan.untli') });
    expect(diff.staleApprovals[0]?.why).toContain('did you mean Loan.until?');
  });

  it('is not approved by what was approved before', async () => {
    const approvals = approve(...ALL);
    const { open, stale } = await openAfter(approvals, { approvals });
    expect(open).toEqual(ALL);
    expect(stale).toEqual(['Book.lent', 'Loan.until']);
  });

  it('of a role that is new is approved by a star', async () => {
    const guest = { roles: { ...LIBRARY_ROLES, GUEST: ['books:read'] } };
    const diff = await compared({}, { ...guest, approvals: approve('GUEST *') });
    expect(unapproved(diff)).toEqual([]);
  });

  it('approvals that are not what they should be are refused', async () => {
    await expect(openAfter({ openings: [{ role: 'READER' }] })).rejects.toThrow(/openings.0/);
  });
});
