/** Where a command line means the manifests to be. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../exits.ts';
import { rootPath } from '../root.ts';

/**
 * @param where as it was typed: from the working directory, or else from the project's root.
 * @throws {UsageError} when there is no such folder.
 */
export function operationsFolder(where: string): string {
  const found = [resolve(where), rootPath(where)].find((each) => existsSync(each));
  if (found === undefined) throw new UsageError(`"${where}" is no folder of manifests`);
  return found;
}
