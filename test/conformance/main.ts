/** `npm run conformance`: asks everything, prints counts and differences, writes the page. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellsOf, compare } from './conform.ts';
import { PAGE, renderPage } from './page.ts';
import { type Subject, startFor, subjectOf } from './subjects.ts';

const ROOT = join(import.meta.dirname, '../..');
const SHOWN_MAX = 20;

interface Compared {
  readonly title: string;
  readonly subject: Subject;
  readonly revision: string;
  readonly cells: number;
  readonly differences: readonly string[];
}

async function compareAll(title: string, subject: Subject): Promise<Compared> {
  const asking = await startFor(subject);
  const differences: string[] = [];
  let cells = 0;
  for (const cell of cellsOf(subject)) {
    cells += 1;
    const difference = await compare(subject, asking, cell);
    if (difference) differences.push(difference);
  }
  await asking.close();
  return { title, subject, revision: asking.revision, cells, differences };
}

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== '--json')) {
    process.stderr.write('usage: npm run conformance -- [--json]\n');
    return 2;
  }
  const started = performance.now();
  const own = await compareAll("The project's own graph", subjectOf('own'));
  const fixture = await compareAll('A graph with interfaces and a union', subjectOf('fixture'));
  const compared = [own, fixture];
  const differences = compared.flatMap((each) => each.differences);
  // A page that says "0 differences" is only written when it is true.
  if (differences.length === 0)
    await writeFile(join(ROOT, PAGE), renderPage(own.revision, compared));
  const seconds = Math.round((performance.now() - started) / 1_000);
  if (args.includes('--json')) {
    const graphs = compared.map(({ title, cells }) => ({ title, operations: cells }));
    process.stdout.write(
      `${JSON.stringify({ revision: own.revision, seconds, graphs, differences }, null, 2)}\n`,
    );
  } else {
    for (const { title, cells, differences: its } of compared) {
      process.stdout.write(`${title}: ${cells} operations, ${its.length} differences\n`);
    }
    for (const difference of differences.slice(0, SHOWN_MAX)) {
      process.stdout.write(`\n${difference}\n`);
    }
    process.stdout.write(`${seconds} s, policy revision ${own.revision}\n`);
  }
  return differences.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
