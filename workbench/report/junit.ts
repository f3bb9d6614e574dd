/** JUnit's XML, as build servers read it. */
import { isFailure, type TestResult } from '../testing/result.ts';

export function junit(results: readonly TestResult[]): string {
  const suites = [...Map.groupBy(results, ({ suite }) => suite)];
  const lines = suites.flatMap(([suite, cases]) => [
    `  <testsuite name=${attribute(suite)} ${countsOf(cases)}>`,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="payscope policy test" ${countsOf(results)}>`,
    ...lines,
    '</testsuites>',
  ].join('\n');
}

function countsOf(results: readonly TestResult[]): string {
  const skipped = results.filter(({ outcome }) => outcome === 'skipped').length;
  const failures = results.filter(isFailure).length;
  return `tests="${results.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

function caseLines(result: TestResult): readonly string[] {
  const { name, suite, file, line, outcome, details } = result;
  const head = `    <testcase name=${attribute(name)} classname=${attribute(suite)} file=${attribute(file)} line="${line}"`;
  if (outcome === 'skipped') return [`${head}>`, '      <skipped/>', '    </testcase>'];
  if (!isFailure(result)) return [`${head}/>`];
  const message =
    outcome === 'differs' ? "OPA's evaluator and the WASM differ" : 'failed on both evaluators';
  return [
    `${head}>`,
    `      <failure message=${attribute(message)}>${escaped(details.join('\n'))}</failure>`,
    '    </testcase>',
  ];
}

function attribute(text: string): string {
  return `"${escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`;
}

/** Characters XML 1.0 can't hold, not even escaped, are left out. */
function escaped(text: string): string {
  return [...text]
    .filter((character) => character >= ' ' || '\t\n\r'.includes(character))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
