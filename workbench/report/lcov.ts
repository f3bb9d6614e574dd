/** Line coverage in lcov's format: https://man.archlinux.org/man/geninfo.1#FILES */
import type { LineCoverage } from '../testing/line-coverage.ts';

export function lcov(coverage: LineCoverage | undefined): string {
  return (coverage?.files ?? [])
    .flatMap(({ file, lines }) => [
      'TN:',
      `SF:${file}`,
      ...[...lines].map(([line, ran]) => `DA:${line},${ran ? 1 : 0}`),
      `LF:${lines.size}`,
      `LH:${[...lines.values()].filter(Boolean).length}`,
      'end_of_record',
    ])
    .join('\n');
}
