/** Whether there is a policy bundle the gateway can read. */
import { readFile } from 'node:fs/promises';
import { readBundle } from '../../gateway/policy/index.ts';
import { rootPath } from '../root.ts';
import { type Check, finding, ok } from './check.ts';

const BUNDLE = 'policies/bundle/bundle.tar.gz';

export const bundleCheck: Check = {
  name: 'policy bundle',
  run: async () => {
    const archive = await readFile(rootPath(BUNDLE)).catch(() => undefined);
    if (archive === undefined) return finding(`${BUNDLE} is missing`, 'npm run gen');
    try {
      const { revision, roles } = await readBundle(archive);
      return ok(`revision ${revision}, roles ${[...roles].join(', ')}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return finding(`${BUNDLE} can't be used: ${why}`, 'npm run gen');
    }
  },
};
