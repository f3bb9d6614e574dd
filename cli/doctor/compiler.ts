/** The OPA compiler: starting needs none, editing policy does. */
import { existsSync } from 'node:fs';
import { rootPath } from '../root.ts';
import { type Check, note, ok } from './check.ts';

export const compilerCheck: Check = {
  name: 'policy compiler',
  run: async () => {
    if (!existsSync(rootPath('workbench/opa.ts'))) return ok('not needed by an installation');
    const { findOpa, INSTALL_COMMAND, opaPlaces } = await import('../../workbench/opa.ts');
    const opa = await findOpa(opaPlaces());
    if (opa.kind === 'found') return ok(opa.path);
    return note('needed only to edit policy, and not here', `get it with: ${INSTALL_COMMAND}`);
  },
};
