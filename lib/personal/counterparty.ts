/** Who was paid, or paid: the account's number sealed under the counterparty's key, and its tag. */
import { type Envelope, type Place, SubjectErased } from '../envelope/index.ts';
import { type BankId, toBankId } from '../ids.ts';
import type { NamedAccount } from './account-tags.ts';
import type { Sealing } from './sealing.ts';

/** What has a counterparty. */
export type CounterpartyTable = 'facts.payments' | 'facts.standing_orders';

/** As it came, or was written before it was sealed. */
export interface PlainCounterparty {
  readonly id: string;
  readonly counterpartyBank: string | null;
  readonly counterpartyAccount: string | null;
}

export interface SealedCounterparty {
  readonly rowVersion: number;
  readonly counterpartyAccount: null;
  readonly counterpartyAccountSealed: Uint8Array | null;
  readonly counterpartyAccountTag: string | null;
}

/** The same row without a number in the clear. */
export type SealedRow<Row> = Omit<Row, 'counterpartyAccount'> & SealedCounterparty;

/** As a row has it. */
export interface StoredCounterparty {
  readonly bankId: string;
  readonly id: string;
  readonly rowVersion: number;
  readonly counterpartyAccount: string | null;
  readonly counterpartyAccountSealed: Uint8Array | null;
  readonly counterpartyAccountTag: string | null;
}

/** Whose rows, and which. */
export interface InTable {
  readonly bankId: BankId;
  readonly table: CounterpartyTable;
}

const NOBODY = { counterpartyAccountSealed: null, counterpartyAccountTag: null };

/**
 * In the order of the rows. Of a counterparty that was erased nothing is written but the bank: who
 * sees the row can't tell who it was.
 */
export async function sealCounterparties<Row extends PlainCounterparty>(
  sealing: Sealing,
  { bankId, table }: InTable,
  rows: readonly Row[],
  rowVersionOf: (row: Row) => number = () => 1,
): Promise<readonly SealedRow<Row>[]> {
  const named = rows.flatMap((row) => nameOf(row) ?? []);
  const tags = (await sealing.tagsOf(named)).values();
  const tagged = rows.map((row) => ({ row, tag: nameOf(row) && tags.next().value }));
  return Promise.all(
    tagged.map(async ({ row, tag }): Promise<SealedRow<Row>> => {
      const { counterpartyAccount: number, ...rest } = row;
      const rowVersion = rowVersionOf(row);
      const base = { ...rest, rowVersion, counterpartyAccount: null };
      if (tag === undefined || number === null) return { ...base, ...NOBODY };
      const place = { bankId, table, id: row.id, rowVersion, tag };
      return { ...base, ...(await sealOne(sealing, place, number)) };
    }),
  );
}

function nameOf({
  counterpartyBank: bank,
  counterpartyAccount: number,
}: PlainCounterparty): NamedAccount | undefined {
  return bank !== null && number !== null ? { bank, number } : undefined;
}

interface CounterpartyPlace extends InTable {
  readonly id: string;
  readonly rowVersion: number;
  readonly tag: string;
}

async function sealOne(envelope: Envelope, at: CounterpartyPlace, number: string) {
  try {
    const counterpartyAccountSealed = await envelope.seal(placeOf(at), number);
    return { counterpartyAccountSealed, counterpartyAccountTag: at.tag };
  } catch (error) {
    if (error instanceof SubjectErased) return NOBODY;
    throw error;
  }
}

/** Null where there is none, and where it was erased. @throws {SealBroken} where the row is not what was sealed. */
export async function openCounterparty(
  envelope: Envelope,
  table: CounterpartyTable,
  row: StoredCounterparty,
): Promise<string | null> {
  const { id, rowVersion, counterpartyAccountSealed: sealed, counterpartyAccountTag: tag } = row;
  if (sealed === null || tag === null) return row.counterpartyAccount;
  const place = placeOf({ bankId: toBankId(row.bankId), table, id, rowVersion, tag });
  const opened = await envelope.open(place, sealed);
  return opened.kind === 'opened' ? opened.text : null;
}

function placeOf({ bankId, table, id, rowVersion, tag }: CounterpartyPlace): Place {
  const column = 'counterparty_account';
  return { bankId, subjectId: tag, table, column, rowId: id, rowVersion };
}
