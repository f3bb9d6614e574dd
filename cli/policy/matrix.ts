/** `payscope policy matrix`: what each role gets of each coordinate. */
import { type Command, Option } from 'commander';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { versionAt } from './version-at.ts';

const EXAMPLES = `
Examples:
  $ payscope policy matrix                                  all roles, all coordinates
  $ payscope policy matrix --role ANALYST --only masked     what analysts see changed
  $ payscope policy matrix --field 'AccountHolder.*'        who sees what of account holders
  $ payscope policy matrix git:main --format csv            of another revision, for a spreadsheet
  $ payscope policy matrix --format html > matrix.html      one page, to read or to hand on
`;

interface Options {
  readonly role?: readonly string[];
  readonly field?: string;
  readonly only?: readonly ('allowed' | 'masked' | 'denied' | 'hidden' | 'conditional')[];
  readonly all?: boolean;
  readonly format: 'table' | 'csv' | 'json' | 'html' | 'md';
  readonly json?: boolean;
}

export function addMatrix(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('matrix')
    .description('print what each role gets of each field, as the compiled policy decides')
    .argument('[where]', 'a policies folder, a bundle file or a git revision', 'policies')
    .option('--role <role...>', 'these roles only')
    .option('--field <pattern>', 'these coordinates only; * stands for any text')
    .addOption(
      new Option('--only <what...>', 'rows in which a role has this').choices([
        'allowed',
        'masked',
        'denied',
        'hidden',
        'conditional',
      ]),
    )
    .option('--all', 'inputs that ask for nothing too')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['table', 'csv', 'json', 'html', 'md'])
        .default('table'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText('before', EXAMPLES)
    .action(async (where: string, options: Options) =>
      end(await printMatrix(context.terminal, where, options)),
    );
}

async function printMatrix(terminal: Terminal, where: string, options: Options): Promise<ExitCode> {
  const { accessMatrix } = await import('../../workbench/matrix/matrix.ts');
  const version = await versionAt(where);
  const matrix = await accessMatrix(version, {
    ...(options.role ? { roles: options.role } : {}),
    ...(options.field === undefined ? {} : { field: options.field }),
    ...(options.only ? { only: options.only } : {}),
    openInputs: options.all ? 'shown' : 'left out',
  });
  const format = options.json ? 'json' : options.format;
  terminal.result(await render[format](matrix, version.name, terminal));
  if (matrix.rows.length === 0) terminal.progress('No coordinate is like that.');
  return EXIT.ok;
}

type Matrix = import('../../workbench/matrix/matrix.ts').Matrix;

const render: Readonly<
  Record<Options['format'], (matrix: Matrix, name: string, terminal: Terminal) => Promise<string>>
> = {
  table: async (matrix, name, terminal) =>
    (await import('./matrix-table.ts')).matrixTable(matrix, name, terminal),
  csv: async (matrix) =>
    (await import('../../workbench/matrix/as-csv.ts')).matrixAsCsv(matrix).trimEnd(),
  json: async (matrix, name) => {
    const { matrixAsJson } = await import('../../workbench/matrix/as-json.ts');
    return JSON.stringify({ name, ...matrixAsJson(matrix) }, null, 2);
  },
  html: async (matrix, name) => {
    const { matrixAsHtml } = await import('../../workbench/matrix/as-html.ts');
    return matrixAsHtml(matrix, `Access matrix of ${name}`).trimEnd();
  },
  md: async (matrix) =>
    (await import('../../workbench/matrix/as-markdown.ts')).matrixAsMarkdown(matrix).trimEnd(),
};
