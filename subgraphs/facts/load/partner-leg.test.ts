import { expect, it } from 'vitest';
import { bankIdOf } from '../../../lib/ids.ts';
import { accountId, paymentId } from '../domain/ids.ts';
import { HOME, readPayment } from './home-bank.ts';
import { derivePartnerLeg } from './partner-leg.ts';

const known = new Map([['576', accountId(HOME, '576')]]);
const YZ = bankIdOf('YZ');

it.each([
  {
    home: 'a debit',
    line: '1;576;930101;"VYDAJ";"PREVOD NA UCET";12.30;100.00;"SIPO";"YZ";"87144583"',
    mirror: { direction: 'CREDIT', channel: 'TRANSFER_IN', purpose: 'HOUSEHOLD' },
  },
  {
    home: 'a credit',
    line: '1;576;930101;"PRIJEM";"PREVOD Z UCTU";12.30;100.00;"DUCHOD";"YZ";"87144583"',
    mirror: { direction: 'DEBIT', channel: 'TRANSFER_OUT', purpose: 'PENSION' },
  },
])('$home is the opposite at the partner bank, without the balance', ({ line, mirror }) => {
  const payment = readPayment(line.split(';'), known);
  expect(derivePartnerLeg(payment, YZ, '87144583')).toEqual({
    account: {
      bankId: YZ,
      id: accountId(YZ, '87144583'),
      number: '87144583',
      openedOn: null,
      statementFrequency: null,
    },
    payment: {
      bankId: YZ,
      id: paymentId(YZ, 'HB-berka-1'),
      accountId: accountId(YZ, '87144583'),
      reference: 'HB-berka-1',
      minorUnits: 1230,
      currency: 'CZK',
      ...mirror,
      valueDate: '1993-01-01',
      counterpartyBank: 'HB',
      counterpartyAccount: '576',
      balanceAfterMinorUnits: null,
    },
  });
});
