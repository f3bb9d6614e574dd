/** Runs the steps of `npm run gen`: writes what changed, or says what is stale. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../lib/config/index.ts';
import { WorkbenchError } from '../../workbench/workbench-error.ts';
import type { Artifacts, Generated } from './artifacts.ts';

/** One group of generated files; a step that fails keeps no other from running. */
export interface Step {
  readonly name: string;
  readonly make: () => Promise<Generated>;
}

/** Where the files lie, whether they are written or compared, and where to report. */
export interface Run {
  readonly root: string;
  readonly mode: 'write' | 'check';
  readonly say: (line: string) => void;
}

/** Whether every step went well; in check mode, whether every file is fresh. */
export async function runSteps(steps: readonly Step[], run: Run): Promise<boolean> {
  let clean = true;
  for (const step of steps) {
    const ok = await runStep(step, run);
    clean &&= ok;
  }
  return clean;
}

async function runStep({ name, make }: Step, { root, mode, say }: Run): Promise<boolean> {
  const started = performance.now();
  try {
    const { files, notes } = await make();
    const changed = changedFiles(root, files);
    const took = `${Math.round(performance.now() - started)} ms`;
    say(`gen: ${name}: ${files.size} files, ${changed.length} changed, ${took}`);
    for (const note of notes) say(`gen: note: ${note}`);
    if (mode === 'check') {
      for (const path of changed) say(`gen: stale: ${path} (run \`npm run gen\`)`);
      return changed.length === 0;
    }
    writeFiles(root, files, changed);
    return true;
  } catch (error) {
    if (!(error instanceof WorkbenchError) && !(error instanceof ConfigError)) throw error;
    say(`gen: ${name}: ${error.message}`);
    return false;
  }
}

function changedFiles(root: string, files: Artifacts): readonly string[] {
  return [...files]
    .filter(([path, content]) => {
      const target = join(root, path);
      return !existsSync(target) || !readFileSync(target).equals(Buffer.from(content));
    })
    .map(([path]) => path);
}

function writeFiles(root: string, files: Artifacts, paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) ?? '');
  }
}
