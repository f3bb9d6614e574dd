/** The files a bundle is built from, and the revision that names exactly them. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rulePlaces } from './rule-places.ts';

/** Path within policies/ → text; rules and data, no tests, and the capabilities. */
export type PolicySources = ReadonlyMap<string, string>;

/** Folders of policies/ that hold no policy. */
const NO_POLICY = new Set(['tools', 'bundle', 'examples', 'schemas']);

/**
 * Reads a policies folder, with `schema/data.json` replaced by what was generated just now, so
 * that a bundle never holds a stale one, and `places/data.json`: where each rule stands.
 */
export function readPolicySources(folder: string, schemaData: string): PolicySources {
  const sources = new Map<string, string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const posix = path.replaceAll('\\', '/');
    if (isSource(posix)) sources.set(posix, readFileSync(join(folder, path), 'utf8'));
  }
  const places = `${JSON.stringify(rulePlaces(sources), undefined, 2)}\n`;
  return sources.set('schema/data.json', schemaData).set('places/data.json', places);
}

/** Names the sources' content and the compiler's version: the same in, the same bundle out. */
export function revisionOf(sources: PolicySources, opaVersion: string): string {
  const hash = createHash('sha256').update(`opa ${opaVersion}\n`);
  for (const [path, text] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${path}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Writes the sources to a folder of their own, so that no other file gets into the bundle. */
export function stageSources(sources: PolicySources, folder: string): void {
  for (const [path, text] of sources) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Whether a path within policies/ lies in a folder that policy is read from. */
export function isPolicyFolder(path: string): boolean {
  return !NO_POLICY.has(path.split('/')[0] ?? '');
}

function isSource(path: string): boolean {
  if (!isPolicyFolder(path)) return false;
  if (path === 'capabilities.json') return true;
  if (path.endsWith('_test.rego')) return false;
  return path.endsWith('.rego') || path.endsWith('/data.json');
}
