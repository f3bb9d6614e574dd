/** An entrypoint says which schema its input has, or no typo in `input.…` would be found. */
import { rulesOf } from './entrypoint-unmarked.ts';
import { type LintRule, partsOf, policyModules } from './rule.ts';

export const inputUnchecked: LintRule = {
  name: 'input-unchecked',
  severity: 'warning',
  find: (context) =>
    context.entrypoints.flatMap((entrypoint) => {
      const { packageName } = partsOf(entrypoint);
      const defined = rulesOf(context, entrypoint);
      const first = defined.find(({ rule }) => !rule.isDefault);
      const annotations = [
        ...defined.flatMap(({ rule }) => rule.annotations),
        ...policyModules(context)
          .filter((module) => module.packageName === packageName)
          .flatMap((module) => module.annotations.filter(({ scope }) => scope === 'package')),
      ];
      const hasSchema = annotations.some(({ schemas = [] }) => schemas.length > 0);
      if (hasSchema || first === undefined) return [];
      const { module, rule } = first;
      const message = `nothing says what the input of ${entrypoint} is`;
      const fix = `add \`# schemas:\` and \`#   - input: schema.<name>\` to its METADATA, <name> being a file of schemas/`;
      return [{ module, place: rule.place, message, fix }];
    }),
};
