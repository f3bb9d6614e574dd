/** `data.…` names a folder of data or a package; anything else is undefined without a word. */
import { didYouMean } from '../../nearest.ts';
import type { LintRule } from './rule.ts';

export const unknownData: LintRule = {
  name: 'unknown-data',
  severity: 'error',
  find: ({ modules, dataNames }) => {
    const known = new Set([
      ...dataNames,
      ...modules.flatMap(({ packageName }) => packageName.split('.')[0] ?? []),
    ]);
    return modules.flatMap((module) =>
      module.references.flatMap(({ path: [root, name], place }) => {
        if (root !== 'data' || name === undefined || known.has(name)) return [];
        const message = `there is no \`data.${name}\`, so it is always undefined`;
        const otherwise = `add ${name}/data.json, or a package of that name`;
        const fix = didYouMean(
          `data.${name}`,
          [...known].map((each) => `data.${each}`),
          otherwise,
        );
        return [{ module, place, message, fix }];
      }),
    );
  },
};
