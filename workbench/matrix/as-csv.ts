/** The matrix as CSV (RFC 4180): a row a coordinate, a column a role, and what it asks for. */
import { csvRow } from '../../lib/csv-row.ts';
import { type Matrix, wordsFor } from './matrix.ts';
import { requirementWords } from './requirement-words.ts';

export function matrixAsCsv({ roles, rows }: Matrix): string {
  const lines = [
    ['coordinate', ...roles, 'asks for'],
    ...rows.map(({ coordinate, cells, requirement }) => [
      coordinate,
      ...cells.map(wordsFor),
      requirementWords(requirement),
    ]),
  ];
  return lines.map(csvRow).join('');
}
