/** The transactions of the Berka data set, trans.asc, as data/README.md describes them. */
import { CZK } from '../../../lib/money.ts';
import type { IncomingPayment } from '../domain/new-payment.ts';
import { problemsOf } from '../domain/payment-batch.ts';
import { CHANNELS, DIRECTIONS, PURPOSES } from '../load/czech-codes.ts';
import {
  readCode,
  readDay,
  readMinorUnits,
  readNumber,
  readText,
  UnreadableCell,
} from '../load/read-cells.ts';
import { COLUMN_COUNTS } from '../load/source-files.ts';
import type { Bytes } from './open-source.ts';
import { excerptOf, type FileRecord, reasonOf } from './record.ts';
import { refuseLine, splitLines } from './split-lines.ts';

const COLUMNS = COLUMN_COUNTS['trans.asc'];

/** The first line names the columns; what they are is fixed. */
export async function* readBerka(source: Bytes): AsyncGenerator<FileRecord> {
  for await (const line of splitLines(source)) {
    if (line.kind === 'unreadable') yield refuseLine(line);
    else if (line.line > 1) yield readLine(line.line, line.text);
    else if (line.text.split(';').length !== COLUMNS) {
      const message = `A file of transactions has ${COLUMNS} columns. Nothing was read.`;
      const reason = reasonOf('INVALID_HEADER', message);
      yield { kind: 'refused', line: 1, reason, content: excerptOf(line.text) };
      return;
    }
  }
}

function readLine(line: number, text: string): FileRecord {
  const content = excerptOf(text);
  const cells = text.split(';');
  const refuse = (reason: string): FileRecord => ({ kind: 'refused', line, reason, content });
  if (cells.length !== COLUMNS) {
    return refuse(reasonOf('COLUMN_COUNT', `${cells.length} of ${COLUMNS} columns.`));
  }
  try {
    const payment = readPayment(cells);
    // The data set holds bookings of nothing, which the books keep.
    const [problem] = problemsOf(payment).filter(({ code }) => code !== 'AMOUNT_NOT_POSITIVE');
    if (problem) return refuse(reasonOf(problem.code, problem.message, problem.field));
    return { kind: 'payment', line, payment, content };
  } catch (error) {
    if (error instanceof UnreadableCell) return refuse(`UNREADABLE_CELL ${error.message}`);
    throw error;
  }
}

function readPayment(cells: readonly string[]): IncomingPayment {
  const [id = '', account = '', date = '', type = '', operation = ''] = cells;
  const [amount = '', balance = '', symbol = '', bank = '', counterparty = ''] = cells.slice(5);
  const [otherBank, otherAccount] = [readText(bank), readText(counterparty)];
  // Cash bookings carry account 0 and no bank, or neither: nobody's account. Half of one is a mistake.
  const hasOther = otherBank !== '' || (otherAccount !== '' && otherAccount !== '0');
  return {
    reference: `berka-${readNumber(id, 'trans_id')}`,
    accountNumber: readNumber(account, 'account_id'),
    minorUnits: readMinorUnits(amount, 'amount'),
    currency: CZK,
    direction: readCode(DIRECTIONS, readText(type), 'type'),
    channel: readCode(CHANNELS, readText(operation), 'operation'),
    purpose: readCode(PURPOSES, readText(symbol).trim(), 'k_symbol'),
    valueDate: readDay(date, 'date'),
    counterpartyBank: hasOther ? otherBank || null : null,
    counterpartyAccount: hasOther ? otherAccount || null : null,
    balanceAfterMinorUnits: readMinorUnits(balance, 'balance'),
  };
}
