/** Orders to pay, pain.001: each transfer of each payment information is a payment out of its account. */
import type { Field, PaymentText } from '../parse-payment.ts';
import { accountOf, accountPaths, bankOf, bankPaths, dayOf } from './account-fields.ts';
import { purposeOf } from './purposes.ts';
import type { XmlShape } from './xml-shape.ts';

export const PAIN001: XmlShape = {
  scope: 'Document/CstmrCdtTrfInitn/PmtInf',
  record: 'Document/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf',
  scopeFields: new Map([
    ['PmtInfId', 'information'],
    ['ReqdExctnDt', 'day'],
    ['ReqdExctnDt/Dt', 'day'],
    ['ReqdExctnDt/DtTm', 'dayTime'],
    ...accountPaths('DbtrAcct', 'debtor'),
  ]),
  recordFields: new Map([
    ['PmtId/InstrId', 'instruction'],
    ['PmtId/EndToEndId', 'endToEnd'],
    ['Amt/InstdAmt', 'amount'],
    ['Amt/InstdAmt/@Ccy', 'currency'],
    ['Purp/Cd', 'purposeCode'],
    ['Purp/Prtry', 'purposeName'],
    ...accountPaths('CdtrAcct', 'creditor'),
    ...bankPaths('CdtrAgt', 'creditorBank'),
  ]),
  single: new Set(),
};

export const PAIN001_NAMES: Readonly<Partial<Record<Field, string>>> = {
  reference: 'PmtId/EndToEndId',
  accountNumber: 'DbtrAcct/Id',
  amount: 'Amt/InstdAmt',
  currency: 'Amt/InstdAmt/@Ccy',
  purpose: 'Purp',
  valueDate: 'ReqdExctnDt',
  counterpartyBank: 'CdtrAgt',
  counterpartyAccount: 'CdtrAcct',
};

/** What the standard has for a reference that was not given. */
const NOT_PROVIDED = 'NOTPROVIDED';

export function transferText(values: ReadonlyMap<string, string>): PaymentText {
  const endToEnd = values.get('endToEnd');
  return {
    reference: endToEnd === NOT_PROVIDED ? values.get('instruction') : endToEnd,
    accountNumber: accountOf(values, 'debtor'),
    amount: values.get('amount'),
    currency: values.get('currency'),
    direction: 'DEBIT',
    channel: 'TRANSFER_OUT',
    purpose: purposeOf(values),
    valueDate: dayOf(values, 'day'),
    counterpartyBank: bankOf(values, 'creditorBank'),
    counterpartyAccount: accountOf(values, 'creditor'),
  };
}
