/** Whatever the bytes: nothing is thrown, every record is given out once, none is held whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entry, statement } from '../../../test/support/camt053.ts';
import { readAll } from '../../../test/support/ingest.ts';
import { CSV_COLUMNS } from './read-csv.ts';
import { FORMATS } from './read-payments.ts';

const HEADERS = {
  csv: [...CSV_COLUMNS.keys()].filter((name) => name !== 'amount').join(','),
  berka: 'trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account',
} as const;

/** Bytes without a line break, of the kinds that mean something to one parser or another. */
const line = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc
        .constantFrom(
          ...'",;<>&=\0\r\t\'',
          'r-1',
          '576',
          'CZK',
          'DEBIT',
          '2024-01-01',
          'ú',
          '🏦',
          ']]>',
        )
        .map((text) => new Uint8Array(Buffer.from(text))),
    ),
    { maxLength: 20 },
  )
  .map((parts) => Buffer.concat(parts).map((byte) => (byte === 10 ? 11 : byte)));

describe('any bytes', () => {
  it.each(FORMATS)('read as %s throw nothing', async (format) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 10 }),
        fc.integer({ min: 1, max: 50 }),
        async (lines, size) => {
          const bytes = Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]));
          const records = await readAll(format, bytes, size);
          for (const { kind, line: at } of records) {
            expect(['payment', 'refused']).toContain(kind);
            expect(at).toBeGreaterThan(0);
          }
          // What is no file of the format is refused once, and not passed over.
          if (format !== 'berka') expect(records.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it.each(['csv', 'berka'] as const)(
    'behind a header of %s are as many records as lines, each with its own',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(line, { maxLength: 20 }),
          fc.integer({ min: 1, max: 50 }),
          async (lines, size) => {
            const header = Buffer.from(`${HEADERS[format]}\n`);
            const bytes = Buffer.concat([
              header,
              ...lines.flatMap((one) => [one, Buffer.from('\n')]),
            ]);
            const records = await readAll(format, bytes, size);
            expect(records.map((record) => record.line)).toEqual(
              lines.map((_, index) => index + 2),
            );
          },
        ),
      );
    },
  );

  it('in the texts of a statement spoil no more than their entry', async () => {
    const text = line.map((bytes) =>
      bytes.map((byte) => (byte === 60 || byte === 38 || byte < 32 ? 63 : byte)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 20 }), async (texts) => {
        const marked = texts.map((_, i) =>
          entry({ reference: `<AcctSvcrRef>#${i}#</AcctSvcrRef>` }),
        );
        const bytes = texts.reduce<Buffer>(
          (all, given, i) => replaceBytes(all, `#${i}#`, given),
          Buffer.from(statement(marked)),
        );
        const records = await readAll('iso20022', bytes);
        // `]]>` ends nothing in a text, and so breaks the document.
        if (texts.some((given) => Buffer.from(given).includes(']]>'))) return;
        expect(records.map((record) => record.line)).toEqual(texts.map((_, i) => i + 3));
      }),
    );
  });

  it('instead of those of a statement are taken as entries before, and one that is broken', async () => {
    const entries = Array.from({ length: 10 }, (_, i) =>
      entry({ reference: `<AcctSvcrRef>r-${i}</AcctSvcrRef>` }),
    );
    const good = Buffer.from(statement(entries));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 4 }),
        async (at, other) => {
          const bytes = Buffer.concat([
            good.subarray(0, at),
            other,
            good.subarray(at + other.length),
          ]);
          const records = await readAll('iso20022', bytes);
          // Those that end before the change are as they were.
          const whole = good.subarray(0, at).toString().split('</Ntry>').length - 1;
          expect(records.length).toBeGreaterThanOrEqual(Math.min(whole + 1, 10));
          expect(records.slice(0, whole).map(({ kind }) => kind)).toEqual(
            Array(whole).fill('payment'),
          );
        },
      ),
    );
  });
});

function replaceBytes(all: Buffer, mark: string, bytes: Uint8Array): Buffer {
  const at = all.indexOf(mark);
  return Buffer.concat([all.subarray(0, at), bytes, all.subarray(at + mark.length)]);
}
