/** Reads what vitest and child processes covered, says it by folder, and holds the house minimum. */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { addUp, countLines, istanbulReport, type LineCounts, v8Dump } from './child-coverage.ts';
import type { TestCounts } from './test-counts.ts';

const LINES_MIN_PERCENT = 85;
/** As the coverage section of vitest.config.ts includes them. */
const FOLDERS = ['gateway', 'lib', 'subgraphs', 'workbench'];

/** Too little counts as one failure, nothing as a pass: tests are what is counted. */
export async function checkCoverage(root: string, rawDir: string): Promise<TestCounts> {
  const reportFile = join(root, 'coverage/coverage-final.json');
  const report = istanbulReport.parse(JSON.parse(await readFile(reportFile, 'utf8')));
  const dumps = await Promise.all(
    (await readdir(rawDir)).map(async (file) => {
      const text = await readFile(join(rawDir, file), 'utf8');
      // A process that was killed while it wrote leaves half a file.
      return text.endsWith('}') ? [v8Dump.parse(JSON.parse(text))] : [];
    }),
  );
  const counts = countLines(report, dumps.flat(), (path) => readFileSync(path, 'utf8'));
  const byFolder = FOLDERS.map((folder) => {
    const inside = [...counts].filter(([path]) => relative(root, path).startsWith(`${folder}/`));
    return `${folder} ${percent(addUp(inside.map(([, each]) => each)))}`;
  });
  const all = addUp(counts.values());
  process.stdout.write(
    `\nLines covered, child processes included: ${percent(all)} (${byFolder.join(', ')})\n`,
  );
  const isEnough = all.covered >= all.total * (LINES_MIN_PERCENT / 100);
  if (!isEnough)
    process.stdout.write(`That is too little: the minimum is ${LINES_MIN_PERCENT} %\n`);
  return { passed: 0, failed: isEnough ? 0 : 1, skipped: 0 };
}

function percent({ covered, total }: LineCounts): string {
  return `${total === 0 ? 100 : ((100 * covered) / total).toFixed(1)} %`;
}
