import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { briefly, readAll } from '../../../test/support/ingest.ts';

const HEADER =
  'reference,account_number,amount,currency,direction,channel,purpose,value_date,counterparty_bank,counterparty_account';
const GOOD = {
  reference: 'r-1',
  account_number: '576',
  amount: '12.30',
  currency: 'CZK',
  direction: 'DEBIT',
  channel: 'TRANSFER_OUT',
  purpose: 'LOAN',
  value_date: '2024-02-29',
  counterparty_bank: 'YZ',
  counterparty_account: '87144583',
};
type Row = Readonly<Partial<Record<keyof typeof GOOD, string>>>;

function row(change: Row = {}): string {
  return Object.values({ ...GOOD, ...change }).join(',');
}

function file(...lines: readonly string[]): string {
  return [HEADER, ...lines, ''].join('\n');
}

describe('a CSV file', () => {
  it('gives a payment as recordPayments takes it, with its line', async () => {
    expect(await readAll('csv', file(row()))).toEqual([
      {
        kind: 'payment',
        line: 2,
        payment: {
          reference: 'r-1',
          accountNumber: '576',
          minorUnits: 1230,
          currency: 'CZK',
          direction: 'DEBIT',
          channel: 'TRANSFER_OUT',
          purpose: 'LOAN',
          valueDate: '2024-02-29',
          counterpartyBank: 'YZ',
          counterpartyAccount: '87144583',
        },
        content: row(),
      },
    ]);
  });

  it.each<[string, Row, string]>([
    ['a quoted cell', { reference: '"r-1"' }, 'r-1'],
    ['a comma and a quote inside quotes', { reference: '"r,""1"""' }, 'r,"1"'],
    ['letters of any script', { reference: 'účet 木 🏦' }, 'účet 木 🏦'],
    ['no purpose', { purpose: '' }, 'r-1'],
    ['the largest amount', { amount: '90071992547409.91' }, 'r-1'],
    ['a carriage return before the line break', { counterparty_account: '87144583\r' }, 'r-1'],
  ])('takes %s', async (_, change, reference) => {
    expect(briefly(await readAll('csv', file(row(change))))).toEqual([[2, reference]]);
  });

  it.each<[string, Row, string]>([
    ['no reference', { reference: '' }, 'MISSING reference'],
    ['a long reference', { reference: 'r'.repeat(201) }, 'INVALID_REFERENCE reference'],
    ['a NUL in its reference', { reference: 'r\u0000' }, 'INVALID_REFERENCE reference'],
    ['a carriage return inside', { reference: 'r\r1' }, 'INVALID_REFERENCE reference'],
    ['no account', { account_number: '' }, 'MISSING account_number'],
    [
      'a blank before its account',
      { account_number: ' 576' },
      'INVALID_ACCOUNT_NUMBER account_number',
    ],
    [
      'a formula for an account',
      { account_number: '=1+1' },
      'INVALID_ACCOUNT_NUMBER account_number',
    ],
    ['a long account', { account_number: '1'.repeat(35) }, 'INVALID_ACCOUNT_NUMBER account_number'],
    ['no amount', { amount: '' }, 'MISSING amount'],
    ['an amount with a comma', { amount: '"1,50"' }, 'INVALID_AMOUNT amount'],
    ['an amount in exponents', { amount: '1e3' }, 'INVALID_AMOUNT amount'],
    ['an amount that is none', { amount: 'NaN' }, 'INVALID_AMOUNT amount'],
    ['a third decimal', { amount: '1.234' }, 'TOO_MANY_DECIMALS amount'],
    ['a unit too much', { amount: '90071992547409.92' }, 'AMOUNT_TOO_LARGE amount'],
    ['a huge decimal', { amount: '9'.repeat(50_000) }, 'AMOUNT_TOO_LARGE amount'],
    ['nothing moved', { amount: '0.00' }, 'AMOUNT_NOT_POSITIVE amount'],
    ['a negative amount', { amount: '-1' }, 'AMOUNT_NOT_POSITIVE amount'],
    ['no currency', { currency: '' }, 'MISSING currency'],
    ['a currency in small letters', { currency: 'czk' }, 'INVALID_CURRENCY currency'],
    ['another currency', { currency: 'EUR' }, 'CURRENCY_NOT_SUPPORTED currency'],
    ['no direction', { direction: '' }, 'MISSING direction'],
    ['an unknown direction', { direction: 'debit' }, 'UNKNOWN_DIRECTION direction'],
    ['the other direction', { direction: 'CREDIT' }, 'DIRECTION_DOES_NOT_FIT direction'],
    ['no channel', { channel: '' }, 'MISSING channel'],
    ['an unknown channel', { channel: 'PIGEON' }, 'UNKNOWN_CHANNEL channel'],
    ['a channel objects inherit', { channel: '__proto__' }, 'UNKNOWN_CHANNEL channel'],
    ['an unknown purpose', { purpose: 'FUN' }, 'UNKNOWN_PURPOSE purpose'],
    ['no day', { value_date: '' }, 'MISSING value_date'],
    ['a day in no calendar', { value_date: '2023-02-29' }, 'INVALID_DATE value_date'],
    ['the year 0', { value_date: '0000-01-01' }, 'INVALID_DATE value_date'],
    ['a day written otherwise', { value_date: '1.3.2024' }, 'INVALID_DATE value_date'],
    ['an instant for a day', { value_date: '2024-03-01T00:00:00Z' }, 'INVALID_DATE value_date'],
    ['no other bank', { counterparty_bank: '' }, 'COUNTERPARTY_INCOMPLETE counterparty_bank'],
    [
      'no other account',
      { counterparty_account: '' },
      'COUNTERPARTY_INCOMPLETE counterparty_account',
    ],
    ['a BIC for a bank', { counterparty_bank: 'GIBACZPX' }, 'INVALID_BANK_CODE counterparty_bank'],
    [
      'a control character',
      { counterparty_account: '1\u0007' },
      'INVALID_ACCOUNT_NUMBER counterparty_account',
    ],
    ['a cell too many', { counterparty_account: '1,2' }, 'COLUMN_COUNT: 11 of 10'],
    ['an open quote', { reference: '"r-1' }, 'OPEN_QUOTE'],
    ['a quote inside a cell', { reference: 'r"1' }, 'OPEN_QUOTE'],
  ])('sets aside a line with %s, and reads the others', async (_, change, reason) => {
    const bad = row(change);
    const records = await readAll(
      'csv',
      file(row({ reference: 'a' }), bad, row({ reference: 'b' })),
    );
    expect(briefly(records)).toEqual([
      [2, 'a'],
      [3, expect.any(String)],
      [4, 'b'],
    ]);
    expect(records[1]).toMatchObject({ kind: 'refused', line: 3 });
    expect(records[1]).toHaveProperty('reason', expect.stringContaining(reason));
  });

  it('names all that is wrong with a line', async () => {
    const [record] = await readAll('csv', file(row({ currency: 'x', value_date: 'y' })));
    expect(record).toHaveProperty(
      'reason',
      'INVALID_CURRENCY currency: Give three capital letters (ISO 4217). ' +
        'INVALID_DATE value_date: Give a day of the calendar as YYYY-MM-DD.',
    );
  });

  it('sets aside a line of 10 MB by its beginning', async () => {
    const records = await readAll('csv', file(row(), 'x'.repeat(10_000_000), row()));
    expect(briefly(records)).toEqual([
      [2, 'r-1'],
      [3, 'LINE_TOO_LONG'],
      [4, 'r-1'],
    ]);
    expect(records[1]?.content.length).toBeLessThan(1_100);
    expect(records[1]?.content).toMatch(/cut off, 10000000 bytes/);
  });

  it('sets aside the line of a byte that is no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(file(row(), row())), Buffer.from([0x72, 0xe9, 0x0a])]);
    expect(briefly(await readAll('csv', bytes))).toEqual([
      [2, 'r-1'],
      [3, 'r-1'],
      [4, 'INVALID_ENCODING'],
    ]);
  });

  it('keeps of control characters what they are called', async () => {
    const [record] = await readAll('csv', file(`a\u0000\u001b[31m,${row()}`));
    expect(record?.content).toMatch(/^a\\x00\\x1b\[31m,/);
  });

  it('sets aside lines without anything, and needs no line break at its end', async () => {
    expect(briefly(await readAll('csv', `${file('', row())}${row()}`))).toEqual([
      [2, 'COLUMN_COUNT'],
      [3, 'r-1'],
      [4, 'r-1'],
    ]);
  });

  it.each([
    ['with the mark of UTF-8', `\ufeff${file(row())}`],
    ['compressed', gzipSync(file(row()))],
    ['compressed, with the mark of UTF-8', gzipSync(`\ufeff${file(row())}`)],
    ['with amounts in minor units', file(row({ amount: '1230' })).replace('amount', 'minor_units')],
  ])('is read %s', async (_, bytes) => {
    expect(await readAll('csv', bytes)).toMatchObject([{ payment: { minorUnits: 1230 } }]);
  });

  it.each(['1230.0', '12.30', '1e3', '-', '0x10'])('takes no minor units of %s', async (amount) => {
    const text = file(row({ amount })).replace('amount', 'minor_units');
    expect((await readAll('csv', text))[0]).toMatchObject({
      reason: expect.stringMatching(/^INVALID_AMOUNT minor_units: /),
    });
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'INVALID_HEADER'],
    ['no header', row(), 'INVALID_HEADER'],
    ['a column missing', file(row()).replace('currency', 'purpose'), 'INVALID_HEADER'],
    ['a column twice', file(row()).replace('purpose', 'currency'), 'INVALID_HEADER'],
    ['an unknown column', file(row()).replace('purpose', 'why'), 'INVALID_HEADER'],
    ['both kinds of amount', file(row()).replace('purpose', 'minor_units'), 'INVALID_HEADER'],
    ['no kind of amount', file(row()).replace('amount,', ''), 'INVALID_HEADER'],
    ['UTF-16', Buffer.from(`\ufeff${file(row())}`, 'utf16le'), 'UTF16'],
    ['UTF-16 without its mark', Buffer.from(file(row()), 'utf16le'), 'UTF16'],
    ['UTF-16, the other byte first', Buffer.from(`\ufeff${file()}`, 'utf16le').swap16(), 'UTF16'],
    ['zeros', Buffer.alloc(1000), 'UTF16'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'INVALID_ENCODING'],
    ['a header of 10 MB', 'x'.repeat(10_000_000), 'LINE_TOO_LONG'],
  ])('of %s is refused as a whole, in one record', async (_, bytes, code) => {
    expect(briefly(await readAll('csv', bytes))).toEqual([[1, code]]);
  });

  it('whose compressed data breaks off gives what is before', async () => {
    // Not to be compressed, so that half of it is about half of the lines.
    const lines = Array.from({ length: 5_000 }, () => row({ reference: crypto.randomUUID() }));
    const bytes = gzipSync(file(...lines));
    const records = await readAll('csv', bytes.subarray(0, bytes.length / 2));
    expect(records.length).toBeGreaterThan(1_000);
    expect(briefly(records).at(-1)).toEqual([records.length + 1, 'BROKEN_COMPRESSION']);
    expect(records.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
  });
});
