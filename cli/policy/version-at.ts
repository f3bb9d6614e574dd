/** The version of the policy a command line names. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PolicyVersion } from '../../workbench/load-version.ts';
import { rootPath } from '../root.ts';

/**
 * @param where as it was typed: a path from the working directory, or else from the project's
 *   root; or a git revision.
 */
export async function versionAt(where: string): Promise<PolicyVersion> {
  const { loadVersion } = await import('../../workbench/load-version.ts');
  const here = resolve(where);
  return loadVersion(rootPath('.'), existsSync(here) ? here : where);
}
