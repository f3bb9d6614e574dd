/** What the bank has of a person as JSON, a line at a time: memory is that of a page of payments. */
import { type Database, readTenant } from '../../../lib/db/index.ts';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import {
  type CounterpartyTable,
  openCounterparty,
  type Sealing,
  type StoredCounterparty,
  sealingIn,
} from '../../../lib/personal/index.ts';
import type { AccountHolderModel, AccountModel } from '../models.ts';
import { openHolder } from '../personal/holder.ts';
import { findAccounts } from '../queries/find-accounts.ts';
import { findHolder } from '../queries/find-holder.ts';
import { findLoansOfAccounts } from '../queries/find-loans-of-accounts.ts';
import { findStandingOrdersOfAccounts } from '../queries/find-standing-orders-of-accounts.ts';
import { type AccountPage, listPaymentsOfAccounts } from '../queries/list-payments-of-accounts.ts';
import type { ErasureSubject } from './subject-kinds.ts';

const PAGE = 1_000;

/** Nothing, where the bank has nobody of this id. What was erased is null. */
export async function* writeSubject(
  db: Database,
  bankId: BankId,
  subject: ErasureSubject,
  keys: PersonalKeys,
): AsyncGenerator<string> {
  const holder = await readTenant(db, bankId, (tx) => findHolder(tx, bankId, subject.id));
  if (!holder) return;
  const { accountId } = holder;
  const read = <Row>(find: (...args: Parameters<typeof findAccounts>) => Promise<Row>) =>
    readTenant(db, bankId, (tx) => find(tx, bankId, [accountId]));
  yield '{';
  yield `${member('subject', subject)},`;
  const sealing = readingIn(db, bankId, keys);
  yield `${member('holder', await openAll(sealing, holder))},`;
  yield `${member('accounts', (await read(findAccounts)).map(withoutTag))},`;
  const orders = await read(findStandingOrdersOfAccounts);
  const shown = await Promise.all(orders.map((o) => opened(sealing, 'facts.standing_orders', o)));
  yield `${member('standingOrders', shown)},`;
  yield `${member('loans', (await read(findLoansOfAccounts)).map(withoutBank))},`;
  yield '"payments": [';
  yield* paymentsOf(db, bankId, accountId, sealing);
  yield ']';
  yield '}';
}

/** With the comma that JSON wants between two, and not behind the last. */
async function* paymentsOf(
  db: Database,
  bankId: BankId,
  accountId: string,
  sealing: Sealing,
): AsyncGenerator<string> {
  let last: string | undefined;
  let after: AccountPage['after'];
  for (;;) {
    const page = { accountId, limit: PAGE, after };
    const rows = await readTenant(db, bankId, (tx) => listPaymentsOfAccounts(tx, bankId, [page]));
    const shown = rows.map(({ payment }) => opened(sealing, 'facts.payments', payment));
    for (const payment of await Promise.all(shown)) {
      if (last !== undefined) yield `${last},`;
      last = JSON.stringify(payment);
    }
    after = rows.at(-1)?.payment;
    if (rows.length < PAGE) break;
  }
  if (last !== undefined) yield last;
}

function readingIn(db: Database, bankId: BankId, keys: PersonalKeys): Sealing {
  const read = <T>(work: Parameters<typeof readTenant<T>>[2]) => readTenant(db, bankId, work);
  return sealingIn({ bankId, read, write: read }, keys);
}

async function opened<Row extends StoredCounterparty>(
  sealing: Sealing,
  table: CounterpartyTable,
  row: Row,
) {
  const { counterpartyAccountSealed: _sealed, counterpartyAccountTag: _tag, ...rest } = row;
  const { rowVersion: _version, ...shown } = withoutBank(rest);
  return { ...shown, counterpartyAccount: await openCounterparty(sealing, table, row) };
}

async function openAll(envelope: Sealing, holder: AccountHolderModel) {
  const { id, accountId, role, erasedAt } = holder;
  return {
    ...{ id, accountId, role },
    birthDate: await openHolder(envelope, holder, 'birthDate'),
    gender: await openHolder(envelope, holder, 'gender'),
    district: await openHolder(envelope, holder, 'district'),
    erasedAt,
  };
}

function member(name: string, value: unknown): string {
  return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
}

function withoutTag({ numberTag: _tag, ...account }: AccountModel) {
  return withoutBank(account);
}

function withoutBank<Row extends { readonly bankId: string }>({ bankId: _bank, ...row }: Row) {
  return row;
}
