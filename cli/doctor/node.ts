/** The Node that runs the project. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { rootPath } from '../root.ts';
import { type Check, finding, ok } from './check.ts';

const nodePackage = z.object({ version: z.string() });

/** In an image there is no `node` package: the image's own Node counts. */
export const nodeCheck: Check = {
  name: 'node',
  run: async () => {
    const text = await readFile(rootPath('node_modules/node/package.json'), 'utf8').catch(
      () => undefined,
    );
    const running = process.versions.node;
    if (text === undefined) return ok(`v${running}`);
    const { version } = nodePackage.parse(JSON.parse(text));
    if (running.split('.')[0] === version.split('.')[0]) return ok(`v${running}`);
    return finding(`v${running} runs, the project pins v${version}`, 'npm ci');
  },
};
