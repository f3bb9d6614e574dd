/** Whatever is wrong in whatever field of whatever format: that record alone is set aside, with line and reason. */
import { describe, expect, it } from 'vitest';
import { SAMPLES } from '../../../test/support/bad-fields.ts';
import { readAll } from '../../../test/support/ingest.ts';

const TEN_MEGABYTES = 10_000_000;

/** Its code, where it is, and a sentence. */
const REASON = /^[A-Z][A-Z_0-9]+( [^:]+)?: ?.+/;
/** Of ten megabytes no more than their beginning is kept. */
const EXCERPT_AND_MORE = 1_200;

const BAD: Readonly<Record<string, Uint8Array | string>> = {
  'a byte that is no UTF-8': Uint8Array.of(0xff),
  'Latin-1': Buffer.from('čž', 'latin1').fill(0xe8),
  'half a surrogate pair': Uint8Array.of(0xed, 0xa0, 0x80),
  'a bell': '\u0007',
  'ten megabytes': 'x'.repeat(TEN_MEGABYTES),
  'a text longer than any field': 'x'.repeat(60_000),
  'a huge decimal': `${'9'.repeat(400)}.99`,
  'an exponent': '1e308',
  'not a number': 'NaN',
  'an impossible date': '2023-02-29',
  'a date of no month': '939901',
  'a name objects inherit': '__proto__',
  'a formula': "=cmd|' /C calc'!A0",
  'a statement of SQL': "'); drop table facts.payments; --",
};

const TEXTS = [
  ...['a huge decimal', 'an exponent', 'not a number', 'an impossible date', 'a date of no month'],
  ...['a name objects inherit', 'a formula', 'a statement of SQL'],
];
const DIGITS = ['a date of no month'];
/** Digits, capital letters and hyphens. */
const NUMBERS = ['an impossible date', ...DIGITS];

/** What is no mistake there: a reference may be any text, a number any digits, a purpose of no known code is none. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  reference: TEXTS.filter((what) => what !== 'a huge decimal'),
  AcctSvcrRef: TEXTS.filter((what) => what !== 'a huge decimal'),
  'PmtId/EndToEndId': TEXTS.filter((what) => what !== 'a huge decimal'),
  trans_id: DIGITS,
  amount: DIGITS,
  balance: DIGITS,
  Amt: DIGITS,
  'Amt/InstdAmt': DIGITS,
  account_id: DIGITS,
  account_number: NUMBERS,
  counterparty_account: NUMBERS,
  account: NUMBERS,
  RltdPties: NUMBERS,
  CdtrAcct: NUMBERS,
  Purp: TEXTS,
};

/** XML has no such character, and no tag is as long: the document is none from there on. */
function breaks(format: string, field: string, what: string): boolean {
  return format === 'iso20022' && (what === 'a bell' || (/@/.test(field) && /ten mega/.test(what)));
}

const CASES = SAMPLES.flatMap((sample) =>
  Object.keys(sample.fields).flatMap((field) =>
    Object.entries(BAD).map(([what, bad]) => ({ sample, field, what, bad, of: sample.name })),
  ),
);

describe('a record', () => {
  it.each(CASES)('of $of with $what for $field', async ({ sample, field, what, bad }) => {
    const { format, line, references, fileWith } = sample;
    const file = fileWith(field, typeof bad === 'string' ? Buffer.from(bad) : bad);
    const records = await readAll(format, file);
    const [first, middle, last] = records;
    expect(first).toMatchObject({ kind: 'payment', payment: { reference: references[0] } });
    const refused = { kind: 'refused', line, reason: expect.stringMatching(REASON) };
    if (breaks(format, field, what)) {
      const reason = expect.stringMatching(/^BROKEN_DOCUMENT/);
      expect(records).toMatchObject([{}, { ...refused, reason }]);
      return;
    }
    expect(records).toHaveLength(3);
    expect(last).toMatchObject({ kind: 'payment', payment: { reference: references[1] } });
    if (KEPT[field]?.includes(what)) expect(middle).toMatchObject({ kind: 'payment', line });
    else expect(middle).toMatchObject(refused);
    expect(middle?.content.length).toBeLessThan(EXCERPT_AND_MORE);
  });
});
