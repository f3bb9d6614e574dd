/** Writes transfers into the books of both banks, each under its own tenant. */
import { type Database, withTenant } from '../../../lib/db/index.ts';
import { type BankId, bankIdOf } from '../../../lib/ids.ts';
import { accounts, banks, payments } from '../tables.ts';
import { type Counts, NO_ROWS, plus } from './counts.ts';
import { HOME, type HomePayment } from './home-bank.ts';
import { insertRows } from './insert-rows.ts';
import { derivePartnerLeg, type PartnerLeg } from './partner-leg.ts';

/** The home bank's payments, in one transaction. */
export async function writeHomePayments(
  db: Database,
  rows: readonly HomePayment[],
): Promise<Partial<Counts>> {
  const added = await withTenant(db, HOME, (tx) =>
    insertRows(
      tx,
      payments,
      rows.map(({ row }) => row),
    ),
  );
  return { payments: added };
}

/** Legs that wait for their bank's next transaction; each bank's come rarely, so they are gathered. */
export interface PartnerBooks {
  /** Writes the banks that have enough to be worth a transaction. */
  add(rows: readonly HomePayment[]): Promise<Counts>;
  /** Writes what is left. */
  flush(): Promise<Counts>;
}

interface Book {
  readonly code: string;
  readonly bankId: BankId;
  legs: PartnerLeg[];
}

export function createPartnerBooks(db: Database, legsMax: number): PartnerBooks {
  const books = new Map<string, Book>();
  const bookOf = (code: string): Book => {
    const book = books.get(code) ?? { code, bankId: bankIdOf(code), legs: [] };
    books.set(code, book);
    return book;
  };
  const write = async (legsMin: number): Promise<Counts> => {
    let counts = NO_ROWS;
    for (const book of books.values()) {
      if (book.legs.length < legsMin) continue;
      const legs = book.legs;
      book.legs = [];
      counts = plus(counts, await writeLegs(db, book, legs));
    }
    return counts;
  };
  return {
    add: (rows) => {
      for (const payment of rows) {
        const { counterpartyBank: code, counterpartyAccount: number } = payment.row;
        if (!code || !number) continue;
        const book = bookOf(code);
        book.legs.push(derivePartnerLeg(payment, book.bankId, number));
      }
      return write(legsMax);
    },
    flush: () => write(1),
  };
}

/** The bank and its accounts are known from the legs alone. */
function writeLegs(
  db: Database,
  { bankId, code }: Book,
  legs: readonly PartnerLeg[],
): Promise<Partial<Counts>> {
  const known = new Map(legs.map(({ account }) => [account.id, account]));
  return withTenant(db, bankId, async (tx) => ({
    banks: await insertRows(tx, banks, [{ bankId, code }]),
    accounts: await insertRows(tx, accounts, [...known.values()]),
    payments: await insertRows(
      tx,
      payments,
      legs.map(({ payment }) => payment),
    ),
  }));
}
