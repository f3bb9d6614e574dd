import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow } from './csv-row.ts';

describe('a row of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    ['＝1', "'＝1"],
    ['"=1"', '"""=1"""'],
    ['a,b', '"a,b"'],
    ['a=1', 'a=1'],
    ['1', '1'],
    ['', ''],
  ])('writes %j as %j', (cell, written) => {
    expect(csvRow([cell])).toBe(`${written}\r\n`);
  });

  it('gives back its cells, formulas with an apostrophe before them', () => {
    const cells = fc.array(fc.string({ unit: 'binary' }), { minLength: 2 });
    fc.assert(
      fc.property(cells, (given) => {
        const [read] = parse(csvRow(given), { record_delimiter: '\r\n' });
        expect(read).toEqual(
          given.map((cell) => (/^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell)),
        );
      }),
    );
  });
});
