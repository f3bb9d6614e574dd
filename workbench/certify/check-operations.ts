/** Whether registered operations can be served: their manifests, the schema, the clients. */
import {
  documentProblems,
  type ManifestProblem,
  type RegisteredOperation,
  readOperations,
} from '../../gateway/documents/index.ts';
import type { PolicyVersion } from '../load-version.ts';

export interface CheckedOperations {
  /** Those with nothing wrong. */
  readonly operations: readonly RegisteredOperation[];
  readonly problems: readonly ManifestProblem[];
}

/** @param folder of manifests, as the gateway's OPERATIONS_DIR. */
export async function checkOperations(
  { schema }: Pick<PolicyVersion, 'schema'>,
  folder: string,
): Promise<CheckedOperations> {
  const { operations, problems } = await readOperations(folder);
  const unfit = operations.map((operation) => documentProblems(schema, [operation]));
  return {
    operations: operations.filter((_, index) => unfit[index]?.length === 0),
    problems: [...problems, ...unfit.flat()],
  };
}
