/** Writes transfers into the books of partner banks, each under its own tenant. */
import { type Database, withTenant } from '../../../lib/db/index.ts';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import { type BankId, bankIdOf } from '../../../lib/ids.ts';
import { banks } from '../tables.ts';
import { type Counts, NO_ROWS, plus } from './counts.ts';
import type { HomePayment } from './home-bank.ts';
import { insertRows } from './insert-rows.ts';
import { insertAccounts, insertPayments } from './insert-sealed.ts';
import { derivePartnerLeg, type PartnerLeg } from './partner-leg.ts';

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

/** Where they go to, and what seals them. */
interface Into {
  readonly db: Database;
  readonly keys: PersonalKeys;
}

export function createPartnerBooks(into: Into, legsMax: number): PartnerBooks {
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
      counts = plus(counts, await writeLegs(into, book, legs));
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
  { db, keys }: Into,
  { bankId, code }: Book,
  legs: readonly PartnerLeg[],
): Promise<Partial<Counts>> {
  const known = new Map(legs.map(({ account }) => [account.id, account]));
  return withTenant(db, bankId, async (tx) => ({
    banks: await insertRows(tx, banks, [{ bankId, code }]),
    accounts: await insertAccounts(code)(tx, { bankId, keys }, [...known.values()]),
    payments: await insertPayments(
      tx,
      { bankId, keys },
      legs.map(({ payment }) => payment),
    ),
  }));
}
