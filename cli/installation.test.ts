/** An installation has no workbench/: the command starts without it, and only what needs it misses it. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Files a module loads as soon as it is loaded: its imports of values, not of types only. */
function importedBy(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8');
  const statements = text.matchAll(/^(?:import|export) (?!type )([^;]*?)from '(\.[^']+)'/gms);
  return [...statements]
    .filter(([, names = '']) => !isTypesOnly(names))
    .map(([, , from = '']) => join(dirname(path), from));
}

function isTypesOnly(names: string): boolean {
  const inBraces = /^\{(.*)\}\s*$/s.exec(names.trim())?.[1];
  if (inBraces === undefined) return false;
  const each = inBraces.split(',').map((name) => name.trim());
  return each.filter(Boolean).every((name) => name.startsWith('type '));
}

it('the command loads nothing of workbench/ before a subcommand asks for it', () => {
  const reached = new Map([[join(ROOT, 'cli/main.ts'), '']]);
  // A map is walked through to what is added meanwhile.
  for (const [path] of reached) {
    for (const next of importedBy(path)) if (!reached.has(next)) reached.set(next, path);
  }
  const found = [...reached]
    .map(([path, from]) => [relative(ROOT, path), relative(ROOT, from)])
    .filter(([path]) => path?.startsWith('workbench/'));
  expect(found).toEqual([]);
  expect(reached.size).toBeGreaterThan(20);
});
