/** The Rego of a policies folder, tests included. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPolicyFolder } from './policy-sources.ts';

/** Text by path within the folder, with forward slashes. */
export function readRego(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.rego') && isPolicyFolder(path))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
