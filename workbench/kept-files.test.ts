import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptFiles, nameFor } from './kept-files.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'payscope-kept-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('what is kept is read again, and what is not there is not', () => {
  const kept = keptFiles(root);
  kept.keep('things/a', 'content');
  expect(kept.read('things/a')?.toString()).toBe('content');
  expect(kept.read('things/b')).toBeUndefined();
});

it('the oldest of its kind goes when there are too many', () => {
  const kept = keptFiles(root, 2);
  for (const [index, name] of ['old', 'middle', 'new'].entries()) {
    kept.keep(`things/${name}`, name);
    const at = new Date(2026, 0, 1 + index);
    const path = join(root, 'node_modules/.cache/payscope/things', name);
    if (name !== 'new') utimesSync(path, at, at);
  }
  kept.keep('others/one', 'one');
  expect(
    ['things/old', 'things/middle', 'things/new', 'others/one'].map(
      (name) => kept.read(name)?.length,
    ),
  ).toEqual([undefined, 6, 3, 3]);
});

it('where nothing can be written nothing is kept, and nothing fails', () => {
  writeFileSync(join(root, 'node_modules'), 'a file, and no folder');
  const kept = keptFiles(root);
  kept.keep('things/a', 'content');
  expect(kept.read('things/a')).toBeUndefined();
});

it('names tell texts apart, wherever one ends and the next begins', () => {
  expect(nameFor('ab', 'c')).not.toBe(nameFor('a', 'bc'));
  expect(nameFor('ab', 'c')).toBe(nameFor('ab', 'c'));
});
