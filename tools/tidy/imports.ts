/** Which file imports which, by reading import and export statements. */
import { posix } from 'node:path';
import type { SourceFile } from './sources.ts';

const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

/** Paths from the project's root for relative imports; package names as they are. */
export function importsOf(file: SourceFile): readonly string[] {
  return [...file.text.matchAll(SPECIFIER)].map(([, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? '';
    if (!specifier.startsWith('.')) return specifier;
    return posix.normalize(posix.join(posix.dirname(file.path), specifier));
  });
}
