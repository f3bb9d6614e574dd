/** Tests lie in `…_test.rego`, in a package of their own, and say the effect they are about. */
import { isTestFile, type RegoModule } from '../rego-module.ts';
import type { Hit, LintRule } from './rule.ts';

/** `shape` is about the form of an answer, whatever it decides. */
const TEST_NAME = /^(todo_)?test_(allow|mask|deny|hide|shape)_[a-z0-9_]+$/;

export const testFile: LintRule = {
  name: 'test-file',
  severity: 'error',
  find: ({ modules }) =>
    modules.flatMap((module) =>
      isTestFile(module.path) ? packageHits(module) : strayHits(module),
    ),
};

export const testName: LintRule = {
  name: 'test-name',
  severity: 'warning',
  find: ({ modules }) =>
    modules.flatMap((module) =>
      testsOf(module)
        .filter(({ name }) => !TEST_NAME.test(name))
        .map(({ name, place }) => ({
          module,
          place,
          message: `${name} does not say which effect it is about`,
          fix: 'call it test_<effect>_<who>_<what>; the effect is allow, mask, deny or hide, or shape when the test is about the form of an answer',
        })),
    ),
};

function strayHits(module: RegoModule): readonly Hit[] {
  return testsOf(module).map(({ name, place }) => ({
    module,
    place,
    message: `${name} is a test, and its file goes into the bundle`,
    fix: `move it to ${module.path.replace(/\.rego$/, '_test.rego')}`,
  }));
}

/** Else its rules would be part of the policy's own package while the tests run. */
function packageHits(module: RegoModule): readonly Hit[] {
  if (module.packageName.endsWith('_test')) return [];
  const message = `the tests are in the policy's own package, ${module.packageName}`;
  const fix = `write \`package ${module.packageName}_test\` and \`import data.${module.packageName}\``;
  return [{ module, place: module.place, message, fix }];
}

function testsOf(module: RegoModule) {
  const seen = new Set<string>();
  return module.rules.filter(({ name }) => {
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst && /^(todo_)?test_/.test(name);
  });
}
