/** What the gateway asks is marked as such, and nothing else is. */
import type { RegoModule, Rule } from '../rego-module.ts';
import { type Hit, type LintContext, type LintRule, partsOf, policyModules } from './rule.ts';

interface Found {
  readonly module: RegoModule;
  readonly rule: Rule;
}

export const entrypointUnmarked: LintRule = {
  name: 'entrypoint-unmarked',
  severity: 'error',
  find: (context) => [...unmarked(context), ...unasked(context)],
};

function unmarked(context: LintContext): readonly Hit[] {
  return context.entrypoints.flatMap((entrypoint) => {
    const defined = rulesOf(context, entrypoint);
    const first = defined.find(({ rule }) => !rule.isDefault) ?? defined[0];
    if (first === undefined) return unanswered(context, entrypoint);
    if (defined.some(({ rule }) => isMarked(rule))) return [];
    const { module, rule } = first;
    const message = `the gateway asks ${entrypoint}, and the rule is not marked as an entrypoint`;
    const fix = 'add `# entrypoint: true` and `# scope: document` to its METADATA';
    return [{ module, place: rule.place, message, fix }];
  });
}

function unanswered(context: LintContext, entrypoint: string): readonly Hit[] {
  const { packageName, rule } = partsOf(entrypoint);
  const modules = policyModules(context);
  const module = modules.find((each) => each.packageName === packageName) ?? modules[0];
  if (module === undefined) return [];
  const message = `the gateway asks ${entrypoint}, and no rule answers`;
  const fix = `write a rule ${rule} in package ${packageName}`;
  return [{ module, place: module.place, message, fix }];
}

function unasked(context: LintContext): readonly Hit[] {
  const asked = new Set(context.entrypoints);
  return policyModules(context).flatMap((module) =>
    module.rules
      .filter(isMarked)
      .filter(({ name }) => !asked.has([...module.packageName.split('.'), name].join('/')))
      .map(({ name, place }) => ({
        module,
        place,
        message: `${name} is marked as an entrypoint, and nothing asks it`,
        fix: 'take `# entrypoint: true` off; what is asked is listed in gateway/policy/bundle.ts',
      })),
  );
}

/** The definitions of the rule an entrypoint names. */
export function rulesOf(context: LintContext, entrypoint: string): readonly Found[] {
  const { packageName, rule: name } = partsOf(entrypoint);
  return policyModules(context)
    .filter((module) => module.packageName === packageName)
    .flatMap((module) =>
      module.rules.filter((rule) => rule.name === name).map((rule) => ({ module, rule })),
    );
}

function isMarked({ annotations }: Rule): boolean {
  return annotations.some(({ entrypoint }) => entrypoint === true);
}
