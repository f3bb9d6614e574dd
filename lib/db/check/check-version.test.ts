import { expect, test } from 'vitest';
import { versionFindings } from './check-version.ts';

test.each([
  [150_012, 'is PostgreSQL 15'],
  [160_004, 'is PostgreSQL 16'],
])('a server of version %i is refused', (version, what) => {
  expect(versionFindings(version)).toEqual([
    expect.objectContaining({ what: expect.stringContaining(what), fix: expect.any(String) }),
  ]);
});

test.each([170_000, 180_004, 190_000])('a server of version %i is good', (version) => {
  expect(versionFindings(version)).toEqual([]);
});
