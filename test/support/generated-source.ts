/** Sources of any size, made as they are read. */

import { CSV_COLUMNS } from '../../subgraphs/facts/ingest/read-csv.ts';
import type { Format } from '../../subgraphs/facts/ingest/read-payments.ts';
import { entry, statement } from './camt053.ts';

export interface SourceShape {
  readonly name: string;
  readonly format: Format;
  readonly head: string;
  readonly unit: (index: number) => string;
  readonly tail: string;
}

const MARK = '<!-- entries -->';
const [XML_HEAD = '', XML_TAIL = ''] = statement([MARK]).split(MARK);
const CSV_HEAD = `${[...CSV_COLUMNS.keys()].filter((name) => name !== 'amount').join(',')}\n`;
const csvRow = (i: number) =>
  `r-${i},576,12345,CZK,DEBIT,TRANSFER_OUT,LOAN,2024-02-29,YZ,87144583\n`;

/** Many records, and one that does not end. */
export const SHAPES: readonly SourceShape[] = [
  { name: 'csv', format: 'csv', head: CSV_HEAD, unit: csvRow, tail: '' },
  {
    name: 'one line',
    format: 'csv',
    head: CSV_HEAD,
    unit: () => 'x'.repeat(100),
    tail: `\n${csvRow(1)}`,
  },
  {
    name: 'xml',
    format: 'iso20022',
    head: XML_HEAD,
    unit: (i) => entry({ reference: `<AcctSvcrRef>r-${i}</AcctSvcrRef>` }),
    tail: XML_TAIL,
  },
  {
    name: 'one text',
    format: 'iso20022',
    head: `${XML_HEAD}<Ntry><AcctSvcrRef>`,
    unit: () => 'text &amp; '.repeat(10),
    tail: `</AcctSvcrRef></Ntry>${entry()}${XML_TAIL}`,
  },
  {
    name: 'one entry',
    format: 'iso20022',
    head: `${XML_HEAD}<Ntry>`,
    unit: (i) => `<Field${i}>text</Field${i}>`,
    tail: `</Ntry>${entry()}${XML_TAIL}`,
  },
];

const PIECE = 65_536;

export async function* generateSource(
  { head, unit, tail }: SourceShape,
  megabytes: number,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head);
  let left = megabytes * 1_048_576;
  for (let index = 0; left > 0; ) {
    let piece = '';
    for (; piece.length < PIECE; index += 1) piece += unit(index);
    left -= piece.length;
    yield Buffer.from(piece);
  }
  yield Buffer.from(tail);
}
