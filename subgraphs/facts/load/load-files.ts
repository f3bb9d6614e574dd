/** The files in the order their references need. */
import { type Database, withTenant } from '../../../lib/db/index.ts';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import { banks, loans } from '../tables.ts';
import { type Counts, NO_ROWS, plus } from './counts.ts';
import {
  type Client,
  HOME,
  HOME_CODE,
  type KnownAccounts,
  readAccount,
  readClient,
  readDistrict,
  readHolder,
  readLoan,
  readOrder,
  readPayment,
} from './home-bank.ts';
import { insertRows } from './insert-rows.ts';
import {
  type Insert,
  insertAccounts,
  insertBadLines,
  insertHolders,
  insertOrders,
  insertPayments,
} from './insert-sealed.ts';
import { createPartnerBooks } from './partner-books.ts';
import { type Batch, readBatches } from './read-rows.ts';
import type { BadLine, SourceFile } from './source-files.ts';

/** Where the rows come from and go to. */
export interface LoadContext {
  readonly db: Database;
  readonly keys: PersonalKeys;
  readonly dir: string;
  readonly transactionsMax: number | undefined;
  onBatch(file: SourceFile, lines: number): void;
}

/** Large enough that round trips don't count, small enough to hold a few of. */
const BATCH_SIZE = 1000;
/** A partner bank's legs; few, so that its first rows are there early on. */
const PARTNER_BATCH_SIZE = 1000;

interface Step<T> {
  readonly file: SourceFile;
  readonly read: (cells: readonly string[]) => T;
  readonly write: (rows: readonly T[]) => Promise<Partial<Counts>>;
  readonly linesMax?: number | undefined;
}

/** Reads every file and writes its rows. */
export async function loadFiles(context: LoadContext): Promise<Counts> {
  const { db } = context;
  const home = await withTenant(db, HOME, (tx) =>
    insertRows(tx, banks, [{ bankId: HOME, code: HOME_CODE }]),
  );
  const known = new Map<string, string>();
  const parts = [
    await loadAccounts(context, known),
    await loadHolders(context, known),
    await loadAgreements(context, known),
    await loadPayments(context, known),
  ];
  return parts.reduce<Counts>(plus, { ...NO_ROWS, banks: home });
}

function loadAccounts(context: LoadContext, known: Map<string, string>): Promise<Counts> {
  return loadFile(context, {
    file: 'account.asc',
    read: readAccount,
    write: async (rows) => {
      for (const { number, id } of rows) known.set(number, id);
      return {
        accounts: await inHome(context, insertAccounts(HOME_CODE), rows),
      };
    },
  });
}

/** Districts and clients are kept in memory, some thousand small rows; holders are joined from them. */
async function loadHolders(context: LoadContext, known: KnownAccounts): Promise<Counts> {
  const districts = new Map<string, string>();
  const clients = new Map<string, Client>();
  const keepIn =
    <V>(map: Map<string, V>) =>
    async (rows: readonly (readonly [string, V])[]) => {
      for (const [key, value] of rows) map.set(key, value);
      return NO_ROWS;
    };
  const read = [
    await loadFile(context, {
      file: 'district.asc',
      read: readDistrict,
      write: keepIn(districts),
    }),
    await loadFile(context, {
      file: 'client.asc',
      read: (cells) => readClient(cells, districts),
      write: keepIn(clients),
    }),
    await loadFile(context, {
      file: 'disp.asc',
      read: (cells) => readHolder(cells, clients, known),
      write: async (rows) => ({
        holders: await inHome(context, insertHolders, rows),
      }),
    }),
  ];
  return read.reduce(plus);
}

async function loadAgreements(context: LoadContext, known: KnownAccounts): Promise<Counts> {
  const orders = await loadFile(context, {
    file: 'order.asc',
    read: (cells) => readOrder(cells, known),
    write: async (rows) => ({
      standingOrders: await inHome(context, insertOrders, rows),
    }),
  });
  const granted = await loadFile(context, {
    file: 'loan.asc',
    read: (cells) => readLoan(cells, known),
    write: async (rows) => ({
      loans: await withTenant(context.db, HOME, (tx) => insertRows(tx, loans, rows)),
    }),
  });
  return plus(orders, granted);
}

async function loadPayments(context: LoadContext, known: KnownAccounts): Promise<Counts> {
  const partners = createPartnerBooks(context, PARTNER_BATCH_SIZE);
  const read = await loadFile(context, {
    file: 'trans.asc',
    linesMax: context.transactionsMax,
    read: (cells) => readPayment(cells, known),
    write: async (rows) =>
      plus(await partners.add(rows), {
        payments: await inHome(
          context,
          insertPayments,
          rows.map(({ row }) => row),
        ),
      }),
  });
  return plus(read, await partners.flush());
}

async function loadFile<T>(context: LoadContext, step: Step<T>): Promise<Counts> {
  const write = async (counts: Promise<Counts>, { rows, bad, lines }: Batch<T>) => {
    const before = await counts;
    const added = plus(plus(before, await step.write(rows)), await setAside(context, bad));
    context.onBatch(step.file, lines);
    return added;
  };
  let written = Promise.resolve(NO_ROWS);
  for await (const batch of readBatches({ dir: context.dir, batchSize: BATCH_SIZE, ...step })) {
    // Not awaited until the next batch is read: this process reads while the database writes.
    const before = written;
    written = write(before, batch);
    written.catch(() => undefined);
    await before;
  }
  return written;
}

async function setAside(context: LoadContext, bad: readonly BadLine[]): Promise<Partial<Counts>> {
  if (bad.length === 0) return NO_ROWS;
  return { quarantined: await inHome(context, insertBadLines, bad) };
}

/** In a transaction of the home bank. @returns how many were new. */
function inHome<Row>(
  { db, keys }: LoadContext,
  insert: Insert<Row>,
  rows: readonly Row[],
): Promise<number> {
  return withTenant(db, HOME, (tx) => insert(tx, { bankId: HOME, keys }, rows));
}
