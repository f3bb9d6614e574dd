/** A decision comes out the same when it is made again: nothing in it is left to chance. */
import { insteadOf } from '../builtin-advice.ts';
import type { LintRule } from './rule.ts';

export const nondeterministic: LintRule = {
  name: 'nondeterministic',
  severity: 'error',
  find: ({ modules }) =>
    modules.flatMap((module) =>
      module.references
        .filter(({ path }) => path[0] === 'rand')
        .map(({ path, place }) => ({
          module,
          place,
          message: `\`${path.join('.')}\` gives another value each time, so no decision could be replayed`,
          fix: insteadOf(path.join('.')),
        })),
    ),
};
