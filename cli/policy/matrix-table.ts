/** The access matrix for a terminal. */
import Table from 'cli-table3';
import type { Cell } from '../../workbench/decided-cells.ts';
import { type Matrix, markedWordsFor } from '../../workbench/matrix/matrix.ts';
import type { Colors, Terminal } from '../terminal.ts';

const LEGEND =
  'yes: as it is · masked: changed as said · denied: null and an error · hidden: not in its schema · ↑: an elevation could open it';

/** Lines between types only: with one under each row half the screen would be lines. */
const BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};

export function matrixTable(
  { revision, roles, rows }: Matrix,
  name: string,
  { resultColors }: Terminal,
): string {
  const { bold, dim } = resultColors;
  const table = new Table({
    chars: BORDERS,
    style: { 'padding-left': 0, 'padding-right': 1, head: [], border: [] },
  });
  for (const [type, members] of Map.groupBy(rows, (row) => row.type)) {
    if (table.length > 0) table.push(['']);
    // Said again for each type, as the first line is soon off the screen.
    table.push([bold(type), ...roles.map((role) => dim(role))]);
    for (const { coordinate, cells } of members) {
      const shown = coordinate === type ? '  (the type itself)' : `  ${coordinate}`;
      table.push([shown, ...cells.map((cell) => coloured(cell, resultColors))]);
    }
  }
  const lines = table.toString().split('\n');
  return [
    `${bold('Access matrix')} of ${name}, revision ${revision}`,
    dim(LEGEND),
    '',
    ...lines.map((line) => line.trimEnd()),
  ].join('\n');
}

function coloured(cell: Cell, { green, yellow, red, dim }: Colors): string {
  const colour = { allow: green, mask: yellow, deny: red, hide: dim }[cell.effect];
  return colour(markedWordsFor(cell));
}
