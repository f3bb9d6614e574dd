/** docs/access-matrix.md, of a bundle that was just built. */
import type { GraphQLSchema } from 'graphql';
import { loadPolicy, type Requirements } from '../../gateway/policy/index.ts';
import { WorkbenchError } from '../workbench-error.ts';
import { matrixAsMarkdown } from './as-markdown.ts';
import { accessMatrix } from './matrix.ts';

/** The matrix as Markdown, from the compiled bundle itself. */
export async function matrixDoc(options: {
  readonly bundle: Uint8Array;
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
}): Promise<string> {
  const policy = await loadPolicy({
    ...options,
    onFailure: (kind) => {
      throw new WorkbenchError('the built policy does not decide', [kind]);
    },
  });
  return matrixAsMarkdown(await accessMatrix({ ...options, policy }));
}
