/** The compiler, the folder and the cache that check and test work with. */
import { type KeptFiles, keptFiles } from '../../workbench/kept-files.ts';
import { findOpa, opaPlaces } from '../../workbench/opa.ts';
import { EnvironmentError, UsageError } from '../exits.ts';
import { rootPath } from '../root.ts';
import { policiesFolder } from './policies-folder.ts';

export interface Workbench {
  readonly root: string;
  readonly folder: string;
  readonly opaPath: string;
  readonly kept: KeptFiles;
}

/**
 * @param where as it was typed: from the working directory, or else from the project's root.
 * @throws {UsageError} when there is no such folder, {EnvironmentError} without the compiler.
 */
export async function openWorkbench(where: string): Promise<Workbench> {
  const root = rootPath('').replace(/\/$/, '');
  const folder = policiesFolder(where);
  if (folder === undefined) {
    throw new UsageError(
      `${where} is no policies folder: one has roles/data.json, and payscope/ with the rules`,
    );
  }
  const opa = await findOpa(opaPlaces());
  if (opa.kind === 'missing') throw new EnvironmentError(opa.explanation);
  return { root, folder, opaPath: opa.path, kept: keptFiles(root) };
}
