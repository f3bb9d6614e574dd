import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  among,
  CAMT,
  ENTRY,
  entry,
  type Parts,
  statement,
} from '../../../../test/support/camt053.ts';
import { briefly, readAll } from '../../../../test/support/ingest.ts';

describe('a statement, camt.053', () => {
  it('gives a payment as recordPayments takes it, with the line its entry begins in', async () => {
    expect(await readAll('iso20022', statement([entry()]))).toEqual([
      {
        kind: 'payment',
        line: 3,
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
        content: entry(),
      },
    ]);
  });

  it.each(['02', '03', '04', '05', '06', '07', '08'])('is read in version %s', async (version) => {
    const namespace = CAMT.replace('08', version);
    const status = version < '08' ? '<Sts>BOOK</Sts>' : ENTRY.status;
    const text = statement([entry({ status })], ACCOUNT, namespace);
    expect(briefly(await readAll('iso20022', text))).toEqual([[3, 'r-1']]);
  });

  it.each<[string, string, string]>([
    ['ICDT', 'DBIT', 'TRANSFER_OUT'],
    ['IRCT', 'DBIT', 'TRANSFER_OUT'],
    ['RDDT', 'DBIT', 'TRANSFER_OUT'],
    ['RCDT', 'CRDT', 'TRANSFER_IN'],
    ['RRCT', 'CRDT', 'TRANSFER_IN'],
    ['IDDT', 'CRDT', 'TRANSFER_IN'],
    ['CNTR/CDPT', 'CRDT', 'CASH_DEPOSIT'],
    ['CNTR/CWDL', 'DBIT', 'CASH_WITHDRAWAL'],
    ['CCRD/CWDL', 'DBIT', 'CARD_WITHDRAWAL'],
  ])('reads the transaction code %s, %s, as %s', async (code, indicator, channel) => {
    const [family, subfamily = 'OTHR'] = code.split('/');
    const text = statement([
      entry({
        direction: `<CdtDbtInd>${indicator}</CdtDbtInd>`,
        code: `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${subfamily}</SubFmlyCd></Fmly></Domn></BkTxCd>`,
        bank: '',
        account: '',
      }),
    ]);
    expect(await readAll('iso20022', text)).toMatchObject([{ payment: { channel } }]);
  });

  it.each<[string, string, Parts, object]>([
    [
      'an IBAN',
      '<Acct><Id><IBAN>CZ6508000000192000145399</IBAN></Id></Acct>',
      {},
      { accountNumber: 'CZ6508000000192000145399' },
    ],
    [
      'the reference of its entry',
      ACCOUNT,
      { reference: '<NtryRef>7</NtryRef>' },
      { reference: 's-1/7' },
    ],
    [
      'an instant for a day',
      ACCOUNT,
      { day: '<ValDt><DtTm>2024-02-29T23:59:59+01:00</DtTm></ValDt>' },
      { valueDate: '2024-02-29' },
    ],
    [
      'five decimals of nothing',
      ACCOUNT,
      { amount: '<Amt Ccy="CZK">12.30000</Amt>' },
      { minorUnits: 1230 },
    ],
    [
      'character data',
      ACCOUNT,
      { reference: '<AcctSvcrRef><![CDATA[r<2>]]></AcctSvcrRef>' },
      { reference: 'r<2>' },
    ],
    [
      'references to characters',
      ACCOUNT,
      { reference: '<AcctSvcrRef>&#114;&amp;&#x32;</AcctSvcrRef>' },
      { reference: 'r&2' },
    ],
    [
      'a comment inside a text',
      ACCOUNT,
      { reference: '<AcctSvcrRef>r<!-- > -->-2</AcctSvcrRef>' },
      { reference: 'r-2' },
    ],
    [
      'a purpose nobody records',
      ACCOUNT,
      { purpose: '<Purp><Cd>XYZW</Cd></Purp>' },
      { reference: 'r-1' },
    ],
  ])('takes %s', async (_, account, change, payment) => {
    const text = statement([entry(change)], account);
    expect(await readAll('iso20022', text)).toMatchObject([{ payment }]);
  });

  it('takes the other side of money coming in from its debtor', async () => {
    const text = entry({
      direction: '<CdtDbtInd>CRDT</CdtDbtInd>',
      code: ENTRY.code.replace('ICDT', 'RCDT'),
    });
    const swapped = text.replaceAll('Cdtr', 'Dbtr');
    expect(await readAll('iso20022', statement([swapped]))).toMatchObject([
      { payment: { counterpartyBank: 'YZ', counterpartyAccount: '87144583' } },
    ]);
  });

  it.each<[string, Parts, string]>([
    ['no reference', { reference: '' }, 'MISSING AcctSvcrRef'],
    ['an empty reference', { reference: '<AcctSvcrRef> </AcctSvcrRef>' }, 'MISSING AcctSvcrRef'],
    [
      'a long reference',
      { reference: `<AcctSvcrRef>${'r'.repeat(300)}</AcctSvcrRef>` },
      'INVALID_REFERENCE AcctSvcrRef',
    ],
    ['two references', { reference: ENTRY.reference.repeat(2) }, 'REPEATED_ELEMENT AcctSvcrRef'],
    [
      'a reference of 10 MB',
      { reference: `<AcctSvcrRef>${'r'.repeat(10_000_000)}</AcctSvcrRef>` },
      'TEXT_TOO_LONG AcctSvcrRef',
    ],
    [
      'ten million references to characters',
      { reference: `<AcctSvcrRef>${'&amp;'.repeat(2_000_000)}</AcctSvcrRef>` },
      'TEXT_TOO_LONG AcctSvcrRef',
    ],
    [
      'a tab in its reference',
      { reference: '<AcctSvcrRef>r&#9;1</AcctSvcrRef>' },
      'INVALID_REFERENCE AcctSvcrRef',
    ],
    ['no amount', { amount: '' }, 'MISSING'],
    ['two amounts', { amount: ENTRY.amount.repeat(2) }, 'REPEATED_ELEMENT Amt'],
    ['elements in its amount', { amount: '<Amt Ccy="CZK">1<x/>2</Amt>' }, 'UNEXPECTED_ELEMENT Amt'],
    [
      'a huge decimal',
      { amount: `<Amt Ccy="CZK">${'9'.repeat(900)}</Amt>` },
      'AMOUNT_TOO_LARGE Amt',
    ],
    ['an amount in exponents', { amount: '<Amt Ccy="CZK">1E3</Amt>' }, 'INVALID_AMOUNT Amt'],
    ['a third decimal', { amount: '<Amt Ccy="CZK">1.001</Amt>' }, 'TOO_MANY_DECIMALS Amt'],
    ['nothing moved', { amount: '<Amt Ccy="CZK">0</Amt>' }, 'AMOUNT_NOT_POSITIVE Amt'],
    ['no currency', { amount: '<Amt>1</Amt>' }, 'MISSING Amt/@Ccy'],
    ['another currency', { amount: '<Amt Ccy="EUR">1</Amt>' }, 'CURRENCY_NOT_SUPPORTED Amt/@Ccy'],
    ['no direction', { direction: '' }, 'UNKNOWN_DIRECTION CdtDbtInd'],
    [
      'a direction of its own',
      { direction: '<CdtDbtInd>CREDIT?</CdtDbtInd>' },
      'UNKNOWN_DIRECTION CdtDbtInd',
    ],
    [
      'the other direction',
      { direction: '<CdtDbtInd>CRDT</CdtDbtInd>', bank: '', account: '' },
      'DIRECTION_DOES_NOT_FIT CdtDbtInd',
    ],
    ['a booking to come', { status: '<Sts><Cd>PDNG</Cd></Sts>' }, 'NOT_BOOKED Sts'],
    ['no status', { status: '' }, 'NOT_BOOKED Sts'],
    ['no day', { day: '' }, 'MISSING ValDt'],
    ['a day in no calendar', { day: '<ValDt><Dt>2023-02-29</Dt></ValDt>' }, 'INVALID_DATE ValDt'],
    [
      'an hour no day has',
      { day: '<ValDt><DtTm>2024-02-29T24:01:00</DtTm></ValDt>' },
      'INVALID_DATE ValDt',
    ],
    ['no transaction code', { code: '' }, 'UNKNOWN_CHANNEL BkTxCd'],
    [
      'an unknown transaction code',
      { code: ENTRY.code.replace('ICDT', 'XXXX') },
      'UNKNOWN_CHANNEL BkTxCd',
    ],
    [
      'a BIC for a bank',
      { bank: '<CdtrAgt><FinInstnId><BICFI>GIBACZPX</BICFI></FinInstnId></CdtrAgt>' },
      'INVALID_BANK_CODE RltdAgts',
    ],
    ['no other account', { account: '' }, 'COUNTERPARTY_INCOMPLETE RltdPties'],
    ['several transactions', { purpose: '</TxDtls><TxDtls>' }, 'REPEATED_ELEMENT NtryDtls/TxDtls'],
    [
      'its fields in another namespace',
      { reference: '<AcctSvcrRef xmlns="urn:x">r-1</AcctSvcrRef>' },
      'MISSING AcctSvcrRef',
    ],
  ])('sets aside an entry with %s, and reads the others', async (_, change, reason) => {
    const records = await readAll('iso20022', among(entry(change)));
    expect(briefly(records)).toEqual([
      [3, 'a'],
      [4, expect.any(String)],
      [5, 'b'],
    ]);
    expect(records[1]).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
    expect(records[1]?.content.length).toBeLessThan(1_100);
    expect(records[1]?.content).toMatch(/^<Ntry>/);
  });

  it('sets aside the entry of a byte that is no UTF-8, even where nothing is read', async () => {
    const bad = entry({ purpose: '<RmtInf><Ustrd>caf\u00e9</Ustrd></RmtInf>' });
    const bytes = Buffer.from(among(bad), 'latin1');
    expect(briefly(await readAll('iso20022', bytes))).toEqual([
      [3, 'a'],
      [4, 'INVALID_ENCODING'],
      [5, 'b'],
    ]);
  });

  it('sets aside every entry of a statement without an account', async () => {
    const records = await readAll('iso20022', statement([entry(), entry()], ''));
    expect(briefly(records)).toEqual([
      [3, 'MISSING'],
      [4, 'MISSING'],
    ]);
  });
});
