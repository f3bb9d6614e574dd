import { describe, expect, it } from 'vitest';
import { ENTRY } from '../../../../test/support/camt053.ts';
import { readAll } from '../../../../test/support/ingest.ts';

const PAIN = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';

const TRANSFER = {
  id: '<PmtId><InstrId>i-1</InstrId><EndToEndId>r-1</EndToEndId></PmtId>',
  amount: '<Amt><InstdAmt Ccy="CZK">12.30</InstdAmt></Amt>',
  bank: ENTRY.bank,
  account: ENTRY.account,
  purpose: '<Purp><Prtry>LEASING</Prtry></Purp>',
};

describe('orders, pain.001', () => {
  const orders = (
    transfer: string,
    day = '<ReqdExctnDt><Dt>2024-03-05</Dt></ReqdExctnDt>',
    namespace = PAIN,
  ) =>
    `<Document xmlns="${namespace}"><CstmrCdtTrfInitn><PmtInf>${day}
<DbtrAcct><Id><IBAN>CZ6508000000192000145399</IBAN></Id></DbtrAcct>
${transfer}</PmtInf></CstmrCdtTrfInitn></Document>`;
  const transfer = (change: Readonly<Partial<typeof TRANSFER>> = {}) =>
    `<CdtTrfTxInf>${Object.values({ ...TRANSFER, ...change }).join('')}</CdtTrfTxInf>`;

  it('give transfers out of the account they are paid from', async () => {
    expect(await readAll('iso20022', orders(transfer()))).toMatchObject([
      {
        line: 3,
        payment: {
          reference: 'r-1',
          accountNumber: 'CZ6508000000192000145399',
          minorUnits: 1230,
          direction: 'DEBIT',
          channel: 'TRANSFER_OUT',
          purpose: 'LEASING',
          valueDate: '2024-03-05',
          counterpartyBank: 'YZ',
          counterpartyAccount: '87144583',
        },
      },
    ]);
  });

  it.each(['03', '04', '05', '06', '07', '08', '09'])('are read in version %s', async (version) => {
    const day = version < '08' ? '<ReqdExctnDt>2024-03-05</ReqdExctnDt>' : undefined;
    const text = orders(transfer(), day, PAIN.replace('.09', `.${version}`));
    expect(await readAll('iso20022', text)).toMatchObject([
      { payment: { valueDate: '2024-03-05' } },
    ]);
  });

  it.each<[string, Readonly<Partial<typeof TRANSFER>>, string | undefined, string]>([
    [
      'no reference',
      { id: '<PmtId><EndToEndId>NOTPROVIDED</EndToEndId></PmtId>' },
      undefined,
      'MISSING PmtId/EndToEndId',
    ],
    ['no amount', { amount: '' }, undefined, 'MISSING Amt/InstdAmt'],
    [
      'an amount in another currency',
      { amount: '<Amt><EqvtAmt><Amt Ccy="CZK">1</Amt></EqvtAmt></Amt>' },
      undefined,
      'MISSING Amt/InstdAmt',
    ],
    ['no creditor', { account: '' }, undefined, 'COUNTERPARTY_INCOMPLETE CdtrAcct'],
    [
      'a day in no calendar',
      {},
      '<ReqdExctnDt><Dt>2024-02-30</Dt></ReqdExctnDt>',
      'INVALID_DATE ReqdExctnDt',
    ],
    [
      'a day twice',
      {},
      '<ReqdExctnDt>2024-02-28</ReqdExctnDt><ReqdExctnDt>2024-02-29</ReqdExctnDt>',
      'REPEATED_ELEMENT ReqdExctnDt',
    ],
  ])('with %s are set aside', async (_, change, day, reason) => {
    const [record, ...others] = await readAll('iso20022', orders(transfer(change), day));
    expect(others).toEqual([]);
    expect(record).toHaveProperty('reason', expect.stringContaining(reason));
  });
});
