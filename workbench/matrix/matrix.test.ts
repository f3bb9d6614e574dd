import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { libraryVersion } from '../../test/support/policy-versions.ts';
import { matrixAsCsv } from './as-csv.ts';
import { matrixAsHtml } from './as-html.ts';
import { matrixAsJson } from './as-json.ts';
import { matrixAsMarkdown } from './as-markdown.ts';
import { accessMatrix, type MatrixFilter, wordsFor } from './matrix.ts';

const RULES = {
  'Query.books': [{ kind: 'at_most', argument: 'first', limit: 5, unless: 'loans:read' }],
};
const version = await libraryVersion({ rules: RULES, elevation: ['loans:read'] });

const rowsOf = async (filter?: MatrixFilter) =>
  (await accessMatrix(version, filter)).rows.map(({ coordinate, cells }) =>
    [coordinate, ...cells.map(wordsFor)].join(' | '),
  );

describe('the matrix', () => {
  it('has every type before its members, and leaves out inputs that ask for nothing', async () => {
    expect(await rowsOf()).toEqual([
      'Book | yes | yes | yes',
      'Book.bought | denied | yes | denied',
      'Book.lent | yes | yes | denied',
      'Book.price | masked (round) | yes | masked (round)',
      'Book.title | yes | yes | yes',
      'BookFilter | denied | yes | denied',
      'BookFilter.minPrice | denied | yes | denied',
      'Loan | yes | yes | denied',
      'Loan.until | yes | yes | denied',
      'Mutation | yes | hidden | hidden',
      'Mutation.lend | yes | hidden | hidden',
      'Query | yes | yes | yes',
      'Query.books | yes | yes | yes, on conditions',
    ]);
  });

  it.each<[string, MatrixFilter, readonly string[]]>([
    [
      'roles, in the order given',
      { roles: ['READER', 'DESK'], field: 'Loan' },
      ['Loan | denied | yes'],
    ],
    [
      'a pattern, whatever the case',
      { field: 'book.*', roles: ['READER'], only: ['masked'] },
      ['Book.price | masked (round)'],
    ],
    ['conditions', { only: ['conditional'] }, ['Query.books | yes | yes | yes, on conditions']],
    [
      'what is hidden',
      { only: ['hidden'], field: 'M*.*' },
      ['Mutation.lend | yes | hidden | hidden'],
    ],
    [
      'inputs that ask for nothing when asked for',
      { openInputs: 'shown', field: '*(first:)' },
      ['Query.books(first:) | yes | yes | yes'],
    ],
    ['nothing, when nothing is like that', { only: ['denied'], roles: ['KEEPER'] }, []],
  ])('shows %s', async (_name, filter, expected) => {
    expect(await rowsOf(filter)).toEqual(expected);
  });

  it.each<[MatrixFilter, string]>([
    [{ roles: ['READRE'] }, 'did you mean READER?'],
    [{ field: 'Book.prise' }, 'did you mean Book.price'],
    [{ field: 'Bok.*' }, 'did you mean Book'],
  ])('refuses %o', async (filter, hint) => {
    await expect(accessMatrix(version, filter)).rejects.toMatchObject({
      kind: 'usage',
      problems: [expect.stringContaining(hint)],
    });
  });
});

describe('its formats', async () => {
  const matrix = await accessMatrix(version, { field: 'Book*' });

  it('CSV quotes what has commas', () => {
    const reader = {
      ...matrix,
      rows: matrix.rows.filter((row) => row.coordinate === 'Book.price'),
    };
    expect(matrixAsCsv(reader)).toBe(
      'coordinate,DESK,KEEPER,READER,asks for\r\n' +
        'Book.price,masked (round),yes,masked (round),books:read and price:read\r\n',
    );
    const [row] = matrix.rows;
    const either = { authenticated: true, policies: [['a'], ['b']] };
    const rows = row ? [{ ...row, requirement: either }] : [];
    expect(matrixAsCsv({ ...matrix, rows })).toContain('"a, or b"');
  });

  it('JSON has decisions by role, and what an elevation could open', () => {
    const { coordinates } = matrixAsJson(matrix);
    const lent = coordinates.find(({ coordinate }) => coordinate === 'Book.lent');
    expect(lent?.decisions.READER).toMatchObject({
      effect: 'deny',
      reason: 'MISSING_PERMISSION',
      isElevatable: true,
    });
    expect(lent?.decisions.DESK).toMatchObject({ effect: 'allow', isElevatable: false });
  });

  it('Markdown has a table a type', () => {
    expect(matrixAsMarkdown(matrix)).toContain(
      '| `Book.price` | masked (round) | yes | masked (round) |',
    );
  });

  it('HTML forbids all but its own style, and says in words what colours say', () => {
    const html = matrixAsHtml(matrix, 'Of <script>');
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(html).not.toMatch(/<script|<[^>]* (style|src|on\w+)=|url\(/);
    expect(html).toContain('<td class="mask">masked (round)</td>');
    expect(html).toContain('<th scope="row">Book.price</th>');
    expect(html).toContain('Of &lt;script&gt;');
  });
});
