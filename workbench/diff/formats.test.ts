import { describe, expect, it } from 'vitest';
import { LIBRARY_ROLES, LIBRARY_SDL, libraryVersion } from '../../test/support/policy-versions.ts';
import type { PolicyVersion } from '../load-version.ts';
import { diffAsJson } from './as-json.ts';
import { diffAsMarkdown } from './as-markdown.ts';
import { compareVersions } from './compare.ts';
import { diffFindings } from './findings.ts';
import { summaryOf } from './summary.ts';

const before = await libraryVersion({ name: 'before' });
const after = await libraryVersion({
  name: 'after',
  sdl: LIBRARY_SDL.replace('title: String', 'title: String pages: Int'),
  roles: { ...LIBRARY_ROLES, DESK: ['desk:write'], READER: ['books:read', 'price:read'] },
  limits: { READER: { depth: 5 } },
  approvals: {
    openings: [
      { role: 'READER', coordinate: 'Book.bought', reason: 'Case 7 | agreed.' },
      { role: 'READER', coordinate: 'Book.colour', reason: 'A mistake.' },
    ],
  },
});
const diff = await compareVersions(before, after);

describe('a diff', () => {
  it('is summed up in a sentence', () => {
    expect(summaryOf(diff)).toBe(
      '3 openings, 2 not approved; 5 closings; 2 other changes; 1 limit changed',
    );
  });

  it('as Markdown has the openings first, who approved them, and alike roles together', () => {
    const text = diffAsMarkdown(diff);
    expect(text).toContain('⛔ **3 openings');
    expect(text.indexOf('Denied before, allowed now')).toBeLessThan(text.indexOf('Open before'));
    expect(text).toContain('| denied → yes | READER gets price:read | yes: Case 7   agreed. |');
    expect(text).toContain('| denied → yes | READER gets price:read | **no** |');
    expect(text).toContain('| KEEPER, READER | `Book.pages` | not there → yes |');
    expect(text).toContain('- READER: `depth` 15 → 5');
    expect(text).toContain('- READER, `Book.colour`: nothing is opened that it names');
  });

  it('as JSON has what was and is, and what was approved', () => {
    const { unapprovedOpenings, changes } = diffAsJson(diff);
    expect(unapprovedOpenings).toBe(2);
    expect(changes.find(({ coordinate }) => coordinate === 'Book.bought')).toMatchObject({
      kind: 'opened',
      direction: 'opening',
      before: { effect: 'deny' },
      after: { effect: 'allow' },
      approved: 'Case 7 | agreed.',
    });
    expect(changes.find(({ kind }) => kind === 'added')?.before).toBeNull();
  });
});

describe('a finding', () => {
  const roles = '{\n  "DESK": {},\n  "READER": {}\n}\n';
  const sources = new Map([
    ['roles/data.json', roles],
    ['masks/data.json', '{\n  "Book.bought": {}\n}\n'],
    ['conditions/data.json', '{\n  "rules": {\n    "Query.books": []\n  }\n}\n'],
  ]);
  const placesOf = async (base: PolicyVersion, changed: PolicyVersion) => {
    const found = diffFindings(await compareVersions(base, changed), { ...changed, sources });
    return found.map(({ rule, file, line }) => `${rule} ${file}:${line ?? ''}`);
  };

  it('stands at the role that got a permission, and at the approval that does nothing', async () => {
    expect(await placesOf(before, after)).toEqual([
      'opening-not-approved policies/roles/data.json:3',
      'opening-not-approved policies/roles/data.json:3',
      'approval-does-nothing policies/approved-openings.json:',
    ]);
  });

  it('stands at the mask that was added', async () => {
    const masks = {
      'Book.price': { permission: 'price:read', obligation: { kind: 'round', to: 10 } },
      'Book.bought': { permission: 'price:read', obligation: { kind: 'last4' } },
    };
    const [place] = await placesOf(before, await libraryVersion({ masks }));
    expect(place).toBe('opening-not-approved policies/masks/data.json:2');
  });

  it('stands at the condition that was lifted', async () => {
    const rules = { 'Query.books': [{ kind: 'at_most', argument: 'first', limit: 5 }] };
    const [place] = await placesOf(await libraryVersion({ rules }), before);
    expect(place).toBe('opening-not-approved policies/conditions/data.json:3');
  });

  it('stands in the schema that asks for less', async () => {
    const sdl = LIBRARY_SDL.replace(
      'bought: String @policy(policies: [["price:read"]])',
      'bought: String',
    );
    const [place] = await placesOf(before, await libraryVersion({ sdl }));
    expect(place).toMatch(/^opening-not-approved schema\/library\.graphql:\d+$/);
  });
});
