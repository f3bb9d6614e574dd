/** An entrypoint always answers: its default stands before all else, or it has no conditions. */
import { rulesOf } from './entrypoint-unmarked.ts';
import type { LintRule } from './rule.ts';

export const defaultFirst: LintRule = {
  name: 'default-first',
  severity: 'error',
  find: (context) =>
    context.entrypoints.flatMap((entrypoint) => {
      const defined = rulesOf(context, entrypoint);
      const given = defined.find(({ rule }) => rule.isDefault);
      const conditional = defined.find(({ rule }) => !rule.isDefault && !rule.isUnconditional);
      if (given === undefined) {
        if (conditional === undefined) return [];
        const { module, rule } = conditional;
        const message = `${rule.name} has no default, and an undefined answer denies everything`;
        const fix = `write \`default ${rule.name} := …\` as the file's first rule, with its safest answer`;
        return [{ module, place: rule.place, message, fix }];
      }
      const { module, rule } = given;
      if (module.rules[0] === rule) return [];
      const message = `the default of ${rule.name} stands after other rules`;
      return [{ module, place: rule.place, message, fix: "make it the file's first rule" }];
    }),
};
