/** What `policy new` would write, before it does. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkbenchError } from '../workbench-error.ts';

/** One file's text as it is to be. */
export interface Edit {
  readonly path: string;
  /** Undefined for a file that is not there yet. */
  readonly before: string | undefined;
  readonly after: string;
}

export interface Plan {
  readonly edits: readonly Edit[];
  /** What its author does next, a sentence each. */
  readonly next: readonly string[];
}

/** The folders a plan is for. */
export interface Place {
  /** The policies folder. */
  readonly folder: string;
  /** Of the authorization cases. */
  readonly cases: string;
  /** Of the subgraph schemas. */
  readonly schema: string;
}

/** @throws {WorkbenchError} `usage` when the file is not there. */
export function edited(folder: string, file: string, change: (text: string) => string): Edit {
  const path = join(folder, file);
  if (!existsSync(path)) throw new WorkbenchError(`${path} is not there`, [], 'usage');
  const before = readFileSync(path, 'utf8');
  return { path, before, after: change(before) };
}

/** @throws {WorkbenchError} `usage` when there is such a file already. */
export function created(folder: string, file: string, text: string): Edit {
  const path = join(folder, file);
  if (existsSync(path)) throw new WorkbenchError(`${path} is there already`, [], 'usage');
  return { path, before: undefined, after: text };
}

/** A refusal of what would not be a sound policy. */
export function refuse(what: string, hint: string): never {
  throw new WorkbenchError(what, [hint], 'usage');
}

/** @example wordOf('loans:approve') // 'loans_approve' */
export function wordOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}
