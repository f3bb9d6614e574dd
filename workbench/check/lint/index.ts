/** The house's habits in Rego, each a rule of its own. */
import type { Finding } from '../finding.ts';
import { defaultFirst } from './default-first.ts';
import { entrypointUnmarked } from './entrypoint-unmarked.ts';
import { inputUnchecked } from './input-unchecked.ts';
import { lineLength } from './line-length.ts';
import { nondeterministic } from './nondeterministic.ts';
import type { LintContext, LintRule } from './rule.ts';
import { testFile, testName } from './test-names.ts';
import { titleMissing } from './title-missing.ts';
import { unknownData } from './unknown-data.ts';

export type { LintContext, LintRule } from './rule.ts';

export const LINT_RULES: readonly LintRule[] = [
  titleMissing,
  entrypointUnmarked,
  defaultFirst,
  inputUnchecked,
  testFile,
  testName,
  unknownData,
  nondeterministic,
  lineLength,
];

/** @param fileOf the path people know a module's file by. */
export function lint(context: LintContext, fileOf: (path: string) => string): readonly Finding[] {
  return LINT_RULES.flatMap(({ name, severity, find }) =>
    find(context).map(({ module, place, message, fix }) => ({
      rule: name,
      severity,
      file: fileOf(module.path),
      line: place.row,
      column: place.col,
      message,
      fix,
    })),
  );
}
