/** Files of three records in each format, of which one field of the middle one is whatever a test says. */
import type { Format } from '../../subgraphs/facts/ingest/read-payments.ts';

export interface Sample {
  readonly name: string;
  readonly format: Format;
  /** By their own names, as reasons have them; what is good in each. */
  readonly fields: Readonly<Record<string, string>>;
  /** Where the middle record begins. */
  readonly line: number;
  /** `references` of the first and the last one. */
  readonly references: readonly [string, string];
  /** Around the bad value, as far as the format has a file of it. */
  readonly fileWith: (field: string, bad: Uint8Array) => Buffer;
}

/** No text of a file. */
const MARK = '\u0001MARK\u0001';

interface Shape {
  readonly name: string;
  readonly format: Format;
  readonly fields: Readonly<Record<string, string>>;
  readonly line: number;
  readonly references: readonly [string, string];
  /** By name of the field; `id` tells the records apart. */
  readonly fileOf: (records: readonly Readonly<Record<string, string>>[]) => string;
  /** The field that is the reference, and the values of it that make records differ. */
  readonly key: string;
  readonly keys: readonly [string, string, string];
}

function sample({ fileOf, key, keys, ...shape }: Shape): Sample {
  const fileWith = (field: string, bad: Uint8Array): Buffer => {
    const [first, middle, last] = keys.map((id) => ({ ...shape.fields, [key]: id }));
    const marked = { ...middle, [field]: MARK };
    const [before = '', after = ''] = fileOf([first ?? {}, marked, last ?? {}]).split(MARK);
    return Buffer.concat([Buffer.from(before), bad, Buffer.from(after)]);
  };
  return { ...shape, fileWith };
}

const CSV_FIELDS = {
  reference: 'x',
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

const csv = sample({
  ...{ name: 'csv', format: 'csv', fields: CSV_FIELDS, line: 3, references: ['a', 'b'] },
  ...{ key: 'reference', keys: ['a', 'x', 'b'] },
  fileOf: (records) =>
    [Object.keys(CSV_FIELDS), ...records.map(Object.values)].map((one) => one.join()).join('\n'),
});

const BERKA_FIELDS = {
  trans_id: '2',
  account_id: '576',
  date: '930101',
  type: '"VYDAJ"',
  operation: '"PREVOD NA UCET"',
  amount: '12.30',
  balance: '-1.00',
  k_symbol: '"SIPO"',
  bank: '"YZ"',
  account: '87144583',
};

const berka = sample({
  ...{ name: 'berka', format: 'berka', fields: BERKA_FIELDS, line: 3 },
  references: ['berka-1', 'berka-3'],
  ...{ key: 'trans_id', keys: ['1', '2', '3'] },
  fileOf: (records) =>
    [Object.keys(BERKA_FIELDS), ...records.map(Object.values)]
      .map((one) => one.join(';'))
      .join('\n'),
});

const CAMT_FIELDS = {
  AcctSvcrRef: 'x',
  Amt: '12.30',
  'Amt/@Ccy': 'CZK',
  CdtDbtInd: 'DBIT',
  Sts: 'BOOK',
  ValDt: '2024-02-29',
  BkTxCd: 'ICDT',
  RltdPties: '87144583',
  RltdAgts: 'YZ',
  Purp: 'LOAN',
};

const camt = sample({
  ...{ name: 'camt.053', format: 'iso20022', fields: CAMT_FIELDS, line: 4, references: ['a', 'b'] },
  ...{ key: 'AcctSvcrRef', keys: ['a', 'x', 'b'] },
  fileOf: (records) => `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt><Stmt><Id>s-1</Id><Acct><Id><Othr><Id>576</Id></Othr></Id></Acct>
${records
  .map(
    (one) =>
      `<Ntry><AcctSvcrRef>${one.AcctSvcrRef}</AcctSvcrRef><Amt Ccy="${one['Amt/@Ccy']}">${one.Amt}</Amt>` +
      `<CdtDbtInd>${one.CdtDbtInd}</CdtDbtInd><Sts><Cd>${one.Sts}</Cd></Sts><ValDt><Dt>${one.ValDt}</Dt></ValDt>` +
      `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${one.BkTxCd}</Cd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls>` +
      `<RltdPties><CdtrAcct><Id><Othr><Id>${one.RltdPties}</Id></Othr></Id></CdtrAcct></RltdPties>` +
      `<RltdAgts><CdtrAgt><FinInstnId><Othr><Id>${one.RltdAgts}</Id></Othr></FinInstnId></CdtrAgt></RltdAgts>` +
      `<Purp><Cd>${one.Purp}</Cd></Purp></TxDtls></NtryDtls></Ntry>`,
  )
  .join('\n')}
</Stmt></BkToCstmrStmt></Document>`,
});

const PAIN_FIELDS = {
  'PmtId/EndToEndId': 'x',
  'Amt/InstdAmt': '12.30',
  'Amt/InstdAmt/@Ccy': 'CZK',
  CdtrAgt: 'YZ',
  CdtrAcct: '87144583',
  Purp: 'LOAN',
};

const pain = sample({
  ...{ name: 'pain.001', format: 'iso20022', fields: PAIN_FIELDS, line: 5, references: ['a', 'b'] },
  ...{ key: 'PmtId/EndToEndId', keys: ['a', 'x', 'b'] },
  fileOf: (records) => `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
<CstmrCdtTrfInitn><PmtInf><ReqdExctnDt><Dt>2024-03-05</Dt></ReqdExctnDt>
<DbtrAcct><Id><Othr><Id>576</Id></Othr></Id></DbtrAcct>
${records
  .map(
    (one) =>
      `<CdtTrfTxInf><PmtId><EndToEndId>${one['PmtId/EndToEndId']}</EndToEndId></PmtId>` +
      `<Amt><InstdAmt Ccy="${one['Amt/InstdAmt/@Ccy']}">${one['Amt/InstdAmt']}</InstdAmt></Amt>` +
      `<CdtrAgt><FinInstnId><Othr><Id>${one.CdtrAgt}</Id></Othr></FinInstnId></CdtrAgt>` +
      `<CdtrAcct><Id><Othr><Id>${one.CdtrAcct}</Id></Othr></Id></CdtrAcct>` +
      `<Purp><Cd>${one.Purp}</Cd></Purp></CdtTrfTxInf>`,
  )
  .join('\n')}
</PmtInf></CstmrCdtTrfInitn></Document>`,
});

export const SAMPLES: readonly Sample[] = [csv, berka, camt, pain];
