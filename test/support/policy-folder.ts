/** A copy of the project's policies, schema and cases, changed as a test wants, to check and test. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** By path from the root: the text to write, one made from what is there, or undefined to remove. */
export type FolderChanges = Readonly<
  Record<string, string | ((text: string) => string) | undefined>
>;

export interface PolicyFolder extends Disposable {
  readonly root: string;
  /** `policies` in there. */
  readonly folder: string;
}

/** @example using copy = policyFolder({ 'policies/masks/data.json': '{}' }) */
export function policyFolder(changes: FolderChanges = {}): PolicyFolder {
  const root = mkdtempSync(join(tmpdir(), 'payscope-policies-'));
  for (const path of ['policies', 'schema', 'test/cases']) {
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  }
  for (const [path, change] of Object.entries(changes)) {
    const target = join(root, path);
    if (change === undefined) {
      rmSync(target, { recursive: true });
      continue;
    }
    mkdirSync(dirname(target), { recursive: true });
    const text = typeof change === 'string' ? change : change(readFileSync(target, 'utf8'));
    writeFileSync(target, text);
  }
  return {
    root,
    folder: join(root, 'policies'),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
