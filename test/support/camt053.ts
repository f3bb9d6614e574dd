/** A bank statement of entries that are good but for what a test gives. */

export const CAMT = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

/** An entry that is a transfer out; each part can be given otherwise. */
export const ENTRY = {
  reference: '<AcctSvcrRef>r-1</AcctSvcrRef>',
  amount: '<Amt Ccy="CZK">12.30</Amt>',
  direction: '<CdtDbtInd>DBIT</CdtDbtInd>',
  status: '<Sts><Cd>BOOK</Cd></Sts>',
  day: '<ValDt><Dt>2024-02-29</Dt></ValDt>',
  code: '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>',
  bank: '<CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>YZ</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>',
  account: '<CdtrAcct><Id><Othr><Id>87144583</Id></Othr></Id></CdtrAcct>',
  purpose: '<Purp><Cd>LOAN</Cd></Purp>',
};
export type Parts = Readonly<Partial<typeof ENTRY>>;

export function entry(change: Parts = {}): string {
  const { bank, account, purpose, ...parts } = { ...ENTRY, ...change };
  const details = `<RltdPties>${account}</RltdPties><RltdAgts>${bank}</RltdAgts>${purpose}`;
  return `<Ntry>${Object.values(parts).join('')}<NtryDtls><TxDtls>${details}</TxDtls></NtryDtls></Ntry>`;
}

export const ACCOUNT = '<Acct><Id><Othr><Id>576</Id></Othr></Id></Acct>';

export function statement(entries: readonly string[], account = ACCOUNT, namespace = CAMT): string {
  return `<?xml version="1.0"?>
<Document xmlns="${namespace}"><BkToCstmrStmt><Stmt><Id>s-1</Id>${account}
${entries.join('\n')}
</Stmt></BkToCstmrStmt></Document>`;
}

export const named = (name: string) => entry({ reference: `<AcctSvcrRef>${name}</AcctSvcrRef>` });
/** Between two that are good. */
export const among = (bad: string) => statement([named('a'), bad, named('b')]);
