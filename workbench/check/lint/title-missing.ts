/** Packages and rules say in a line what they are for. */
import type { RegoModule } from '../rego-module.ts';
import { byPackage, type Hit, type LintRule, policyModules } from './rule.ts';

const EXAMPLE = 'write `# METADATA` and `# title: …` on the lines above it';

export const titleMissing: LintRule = {
  name: 'title-missing',
  severity: 'error',
  find: (context) =>
    [...byPackage(policyModules(context))].flatMap(([name, modules]) => [
      ...packageHits(name, modules),
      ...ruleHits(modules),
    ]),
};

function packageHits(name: string, modules: readonly RegoModule[]): readonly Hit[] {
  const isTitled = modules.some(({ annotations }) =>
    annotations.some(({ scope, title }) => scope === 'package' && title !== undefined),
  );
  const [module] = modules;
  if (isTitled || module === undefined) return [];
  const message = `package ${name} has no title`;
  return [{ module, place: module.place, message, fix: `${EXAMPLE}, in one of its files` }];
}

/** Where a rule is defined more than once, one title tells of them all. */
function ruleHits(modules: readonly RegoModule[]): readonly Hit[] {
  const rules = modules.flatMap((module) => module.rules.map((rule) => ({ module, rule })));
  return [...Map.groupBy(rules, ({ rule }) => rule.name)].flatMap(([name, defined]) => {
    const first = defined.find(({ rule }) => !rule.isDefault) ?? defined[0];
    const isTitled = defined.some(({ rule }) =>
      rule.annotations.some(({ title }) => title !== undefined),
    );
    if (isTitled || first === undefined || name.startsWith('_')) return [];
    const { module, rule } = first;
    const fix = `${EXAMPLE}, or call it \`_${name}\` if only its neighbours use it`;
    return [{ module, place: rule.place, message: `rule ${name} has no title`, fix }];
  });
}
