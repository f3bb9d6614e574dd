/** Lines of at most 80 columns, where they can be. */
import type { LintRule } from './rule.ts';

const COLUMNS_MAX = 80;

export const lineLength: LintRule = {
  name: 'line-length',
  severity: 'warning',
  find: ({ modules }) =>
    modules.flatMap((module) =>
      module.text.split('\n').flatMap((line, index) => {
        if (line.length <= COLUMNS_MAX || !canBreak(line)) return [];
        const place = { row: index + 1, col: COLUMNS_MAX + 1 };
        const message = `${line.length} columns, and it could be ${COLUMNS_MAX}`;
        return [{ module, place, message, fix: 'break it; `opa fmt` keeps where a list breaks' }];
      }),
    ),
};

/** Not when one word or one text alone is what makes it long. */
function canBreak(line: string): boolean {
  const words = line.trim().match(/"(?:[^"\\]|\\.)*"|`[^`]*`|[^\s"`]+/g) ?? [];
  return words.every((word) => word.length <= COLUMNS_MAX - 10);
}
