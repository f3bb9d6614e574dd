/**
 * Payments as CSV (RFC 4180) with a header. A line is a record: no field of a payment has a line
 * break in it, and so an open quote spoils its own line and not what follows.
 */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { Bytes } from './open-source.ts';
import { FIELDS, type Field, parsePayment } from './parse-payment.ts';
import { excerptOf, type FileRecord, type RefusedRecord, reasonOf } from './record.ts';
import { refuseLine, splitLines, type TextLine } from './split-lines.ts';

/** @example CSV_COLUMNS.get('value_date') // valueDate */
export const CSV_COLUMNS: ReadonlyMap<string, Field> = new Map(
  FIELDS.map((field) => [columnOf(field), field]),
);

const REQUIRED: readonly Field[] = [
  'reference',
  'accountNumber',
  'currency',
  'direction',
  'channel',
  'valueDate',
];

/** A file without the columns of a payment is refused as a whole, in one record. */
export async function* readCsv(source: Bytes): AsyncGenerator<FileRecord> {
  let header: readonly Field[] | undefined;
  for await (const line of splitLines(source)) {
    if (header) {
      yield readLine(line, header);
      continue;
    }
    const read = readHeader(line);
    if (read.kind === 'refused') {
      yield read;
      return;
    }
    header = read.fields;
  }
  if (!header) yield noHeader(1, '', 'The file is empty.');
}

type Header = { readonly kind: 'header'; readonly fields: readonly Field[] };

function readHeader(line: TextLine): Header | RefusedRecord {
  if (line.kind === 'unreadable') return refuseLine(line);
  const cells = splitCells(line.text);
  const refuse = (message: string) => noHeader(line.line, line.text, message);
  if (cells === undefined) return refuse('A quote stays open.');
  const fields: Field[] = [];
  for (const name of cells) {
    const field = CSV_COLUMNS.get(name.trim());
    if (!field) return refuse(`There is no column ${excerptOf(name.slice(0, 50))}.`);
    if (fields.includes(field)) return refuse(`Column ${columnOf(field)} is there twice.`);
    fields.push(field);
  }
  const missing = REQUIRED.find((field) => !fields.includes(field));
  if (missing) return refuse(`Column ${columnOf(missing)} is missing.`);
  if (fields.includes('amount') === fields.includes('minorUnits')) {
    return refuse('Give one of the columns minor_units and amount.');
  }
  return { kind: 'header', fields };
}

function noHeader(line: number, text: string, message: string): RefusedRecord {
  const reason = reasonOf('INVALID_HEADER', `${message} Nothing was read.`);
  return { kind: 'refused', line, reason, content: excerptOf(text) };
}

function readLine(line: TextLine, header: readonly Field[]): FileRecord {
  if (line.kind === 'unreadable') return refuseLine(line);
  const content = excerptOf(line.text);
  const cells = splitCells(line.text);
  if (cells?.length !== header.length) {
    const reason = cells
      ? reasonOf('COLUMN_COUNT', `${cells.length} of ${header.length} columns.`)
      : reasonOf('OPEN_QUOTE', 'A quote stays open, or stands inside a cell.');
    return { kind: 'refused', line: line.line, reason, content };
  }
  const text: { [F in Field]?: string } = {};
  for (const [index, field] of header.entries()) {
    const cell = cells[index];
    // An empty cell says nothing.
    if (cell) text[field] = cell;
  }
  return parsePayment({ line: line.line, text, content, nameOf: columnOf });
}

/** Undefined where the quotes don't fit. */
function splitCells(text: string): readonly string[] | undefined {
  // What most lines are; the parser takes ten times as long for one.
  if (!text.includes('"')) return text.split(',');
  try {
    // A carriage return inside is a character of its cell, and refused there.
    const [cells]: string[][] = parse(text, { record_delimiter: '\n' });
    return cells;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** @example columnOf('valueDate') // value_date */
function columnOf(field: Field): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
