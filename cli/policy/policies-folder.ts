/** The policies folder a command line names. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rootPath } from '../root.ts';

/** @param where as it was typed: from the working directory, or else from the project's root. */
export function policiesFolder(where: string): string | undefined {
  return [resolve(where), resolve(rootPath('.'), where)].find((each) =>
    existsSync(join(each, 'roles/data.json')),
  );
}
