import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIBRARY_ROLES, LIBRARY_SDL, libraryVersion } from '../../test/support/policy-versions.ts';
import { impactOf } from './impact.ts';
import { operationsImpact } from './operation-impact.ts';

const DOCUMENTS = {
  Shelf: 'query Shelf { books { title price bought } }',
  Back: 'query Back { books { lent { until } } }',
  Cheap: 'query Cheap { books(filter: {minPrice: 1}) { title } }',
  Lend: 'mutation Lend { lend }',
};
const CLIENTS = {
  clients: { web: { description: 'The web.', roles: ['KEEPER', 'READER'] } },
  documents: { default: 'any', rules: [] },
} as const;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'payscope-operations-'));
  const entries = Object.values(DOCUMENTS).map((body, index) => [`d${index}`, body]);
  writeFileSync(join(folder, 'web.json'), JSON.stringify(Object.fromEntries(entries)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Changes = Parameters<typeof libraryVersion>[0];

/** `operation role: what`, of the roles the client declares. */
async function told(before: Changes, after: Changes): Promise<readonly string[]> {
  const base = await libraryVersion({ clients: CLIENTS, ...before });
  const candidate = await libraryVersion({ clients: CLIENTS, ...after });
  const { changed } = await operationsImpact(base, candidate, folder);
  return changed
    .filter(({ isDeclared }) => isDeclared)
    .flatMap(({ operation, role, breaks, repaired, loses, gains }) => [
      ...(breaks === undefined ? [] : [`${operation} ${role}: breaks`]),
      ...(repaired === undefined ? [] : [`${operation} ${role}: runs now`]),
      ...loses.map(({ path, after: is }) => `${operation} ${role}: loses ${path}, ${is}`),
      ...gains.map(({ path, after: is }) => `${operation} ${role}: gains ${path}, ${is}`),
    ]);
}

const CASES: readonly (readonly [string, Changes, Changes, readonly string[]])[] = [
  ['nothing where nothing changes', {}, {}, []],
  [
    'fields that are gained, and arguments with them',
    {},
    { roles: { ...LIBRARY_ROLES, READER: ['books:read', 'price:read'] } },
    [
      'Shelf READER: gains books.bought, allowed',
      'Shelf READER: gains books.price, allowed',
      'Cheap READER: gains books, allowed',
    ],
  ],
  [
    'fields that are lost, whole or to a mask',
    {},
    {
      roles: { ...LIBRARY_ROLES, KEEPER: ['books:read', 'loans:read'] },
      extraPermissions: ['price:read'],
    },
    [
      'Shelf KEEPER: loses books.bought, withheld',
      'Shelf KEEPER: loses books.price, masked',
      'Cheap KEEPER: loses books, withheld',
    ],
  ],
  [
    'an operation that is no longer valid, as a part of it is hidden',
    {},
    { hidden: ['desk:write', 'loans:read'] },
    ['Back READER: breaks'],
  ],
  [
    'one that is valid again',
    { hidden: ['desk:write', 'loans:read'] },
    {},
    ['Back READER: runs now'],
  ],
  [
    'one that does not fit the schema any more, for everyone',
    {},
    { sdl: LIBRARY_SDL.replace('lent: Loan', 'onLoan: Loan') },
    ['Back DESK: breaks', 'Back KEEPER: breaks', 'Back READER: breaks'],
  ],
  [
    'a field that is withheld, and not of what it takes along',
    {},
    { roles: { ...LIBRARY_ROLES, KEEPER: [] }, extraPermissions: ['price:read'] },
    [
      'Shelf KEEPER: loses books, withheld',
      'Back KEEPER: loses books, withheld',
      'Cheap KEEPER: loses books, withheld',
    ],
  ],
];

it.each(CASES)('tells of %s', async (_name, before, after, expected) => {
  expect((await told(before, after)).toSorted()).toEqual(expected.toSorted());
});

describe('an impact as a whole', () => {
  it('has the openings nobody approved, with no count where there is no log', async () => {
    const base = await libraryVersion({ clients: CLIENTS });
    const candidate = await libraryVersion({
      clients: CLIENTS,
      roles: { ...LIBRARY_ROLES, READER: ['books:read', 'loans:read'] },
      approvals: {
        openings: [{ role: 'READER', coordinate: 'Book.lent', reason: 'To see what is out.' }],
      },
    });
    const impact = await impactOf({ base, candidate, operations: folder, logs: [] });
    expect(impact.unapproved).toEqual([
      { role: 'READER', coordinate: 'Loan.until', recorded: null },
    ]);
  });
});
