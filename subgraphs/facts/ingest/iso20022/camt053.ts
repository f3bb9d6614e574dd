/** Bank statements, camt.053: each booked entry of an account is a payment. */
import type { Field, PaymentText } from '../parse-payment.ts';
import { accountOf, accountPaths, bankOf, bankPaths, dayOf } from './account-fields.ts';
import { purposeOf } from './purposes.ts';
import type { XmlProblem, XmlShape } from './xml-shape.ts';

const TRANSACTION = 'NtryDtls/TxDtls';

export const CAMT053: XmlShape = {
  scope: 'Document/BkToCstmrStmt/Stmt',
  record: 'Document/BkToCstmrStmt/Stmt/Ntry',
  scopeFields: new Map([['Id', 'statement'], ...accountPaths('Acct', 'account')]),
  recordFields: new Map([
    ['NtryRef', 'entry'],
    ['AcctSvcrRef', 'servicer'],
    ['Amt', 'amount'],
    ['Amt/@Ccy', 'currency'],
    ['CdtDbtInd', 'direction'],
    ['Sts', 'status'],
    // Since .08 the code stands in an element of its own.
    ['Sts/Cd', 'status'],
    ['ValDt/Dt', 'day'],
    ['ValDt/DtTm', 'dayTime'],
    ['BkTxCd/Domn/Cd', 'domain'],
    ['BkTxCd/Domn/Fmly/Cd', 'family'],
    ['BkTxCd/Domn/Fmly/SubFmlyCd', 'subfamily'],
    [`${TRANSACTION}/Refs/AcctSvcrRef`, 'transactionServicer'],
    [`${TRANSACTION}/Refs/TxId`, 'transaction'],
    [`${TRANSACTION}/Purp/Cd`, 'purposeCode'],
    [`${TRANSACTION}/Purp/Prtry`, 'purposeName'],
    ...accountPaths(`${TRANSACTION}/RltdPties/DbtrAcct`, 'debtor'),
    ...accountPaths(`${TRANSACTION}/RltdPties/CdtrAcct`, 'creditor'),
    ...bankPaths(`${TRANSACTION}/RltdAgts/DbtrAgt`, 'debtorBank'),
    ...bankPaths(`${TRANSACTION}/RltdAgts/CdtrAgt`, 'creditorBank'),
  ]),
  // An entry that books several at once says the counterparty of none.
  single: new Set(['NtryDtls', TRANSACTION]),
};

const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ['CRDT', 'CREDIT'],
  ['DBIT', 'DEBIT'],
]);

/** By domain, family and, where it matters, subfamily of the bank transaction code. */
const CHANNELS: ReadonlyMap<string, string> = new Map([
  ['PMNT/RCDT', 'TRANSFER_IN'],
  ['PMNT/RRCT', 'TRANSFER_IN'],
  ['PMNT/IDDT', 'TRANSFER_IN'],
  ['PMNT/ICDT', 'TRANSFER_OUT'],
  ['PMNT/IRCT', 'TRANSFER_OUT'],
  ['PMNT/RDDT', 'TRANSFER_OUT'],
  ['PMNT/CNTR/CDPT', 'CASH_DEPOSIT'],
  ['PMNT/CNTR/CWDL', 'CASH_WITHDRAWAL'],
  ['PMNT/CCRD/CWDL', 'CARD_WITHDRAWAL'],
  ['ACMT/MCOP', 'INTERNAL'],
  ['ACMT/MDOP', 'INTERNAL'],
]);

export const CAMT053_NAMES: Readonly<Partial<Record<Field, string>>> = {
  reference: 'AcctSvcrRef',
  accountNumber: 'Acct/Id',
  amount: 'Amt',
  currency: 'Amt/@Ccy',
  direction: 'CdtDbtInd',
  channel: 'BkTxCd',
  purpose: 'Purp',
  valueDate: 'ValDt',
  counterpartyBank: 'RltdAgts',
  counterpartyAccount: 'RltdPties',
};

/** What keeps an entry from being a payment, before its fields are looked at. */
export function entryProblem(values: ReadonlyMap<string, string>): XmlProblem | undefined {
  if (values.get('status') === 'BOOK') return undefined;
  return { code: 'NOT_BOOKED', path: 'Sts', message: 'Only entries that are booked are recorded.' };
}

export function entryText(values: ReadonlyMap<string, string>): PaymentText {
  const direction = values.get('direction') ?? '';
  const other = direction === 'CRDT' ? 'debtor' : 'creditor';
  const family = `${values.get('domain')}/${values.get('family')}`;
  const code = `${family}/${values.get('subfamily')}`;
  return {
    reference: referenceOf(values),
    accountNumber: accountOf(values, 'account'),
    amount: values.get('amount'),
    currency: values.get('currency'),
    direction: DIRECTIONS.get(direction) ?? direction,
    channel: CHANNELS.get(code) ?? CHANNELS.get(family) ?? code,
    purpose: purposeOf(values),
    valueDate: dayOf(values, 'day'),
    counterpartyBank: bankOf(values, `${other}Bank`),
    counterpartyAccount: accountOf(values, other),
  };
}

/** The bank's own reference; one of the entry is unique in its statement only. */
function referenceOf(values: ReadonlyMap<string, string>): string | undefined {
  const own =
    values.get('servicer') ?? values.get('transactionServicer') ?? values.get('transaction');
  if (own !== undefined) return own;
  const [statement, entry] = [values.get('statement'), values.get('entry')];
  return statement === undefined || entry === undefined ? undefined : `${statement}/${entry}`;
}
