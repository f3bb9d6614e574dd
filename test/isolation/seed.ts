/** Fills every tenant table of every bank with canaries, and checks that it did. */
import type { Sql } from 'postgres';
import {
  BANKS,
  bankIdOf,
  codeOf,
  currencyOf,
  dateOf,
  findCanaries,
  integerOf,
  moneyOf,
  partnerOf,
  textOf,
  uuidOf,
} from './canaries.ts';
import { readTenantTables, type TenantTable } from './catalogue.ts';

/** Filled by the triggers of other tables, or by the product itself. */
const NOT_BY_HAND: readonly string[] = [
  'facts.subject_keys',
  'audit.entry_entities',
  'graph.nodes',
  'graph.edges',
  'metrics.stale_months',
];

/**
 * Hashes the product computes of other rows and reads again: a canary in their place would be a
 * broken tree. They hold nothing that is not a hash.
 */
const OF_HASHES: readonly string[] = ['audit.trees'];

const ROWS = 6;
/** Of banks there is one; of accounts as many as tell the banks apart by their number. */
export function rowsOf(table: string, bank: number): number {
  if (table === 'facts.banks') return 1;
  if (table === 'facts.accounts') return 12 + bank;
  return table === 'facts.payments' ? 36 : table === 'facts.account_holders' ? 24 : ROWS;
}

type Value = string | number | null | readonly string[] | Readonly<Record<string, unknown>>;
type Maker = (bank: number, row: number, seed: Seeding) => Value;

const oneOf =
  (...values: readonly Value[]): Maker =>
  (_bank, row) =>
    values[row % values.length] ?? null;
const approvedIn = (value: string): Maker => {
  return (bank, row) => (row % 2 ? `${dateOf(bank, 3, row)}T${value}:00Z` : null);
};

/** Columns that a constraint narrows down, or that other columns must fit. */
const NARROW: Readonly<Record<string, Maker>> = {
  'facts.banks.code': codeOf,
  'facts.account_holders.role': oneOf('OWNER', 'DISPONENT'),
  'facts.account_holders.gender': oneOf('FEMALE', 'MALE'),
  // As before they were sealed, which the product does once all are there.
  'facts.account_holders.row_version': oneOf(1),
  'facts.account_holders.birth_date_sealed': oneOf(null),
  'facts.account_holders.gender_sealed': oneOf(null),
  'facts.account_holders.district_sealed': oneOf(null),
  'facts.accounts.number_tag': oneOf(null),
  'facts.account_holders.erased_at': oneOf(null),
  // One of holders nobody has, so that none is erased while others ask for them.
  'facts.erasure_requests.subject_kind': oneOf('ACCOUNT_HOLDER', 'COUNTERPARTY'),
  'facts.erasure_requests.state': oneOf('REQUESTED', 'ERASED', 'REJECTED'),
  'facts.erasure_requests.decided_by': (bank, row) => (row % 3 ? textOf(bank, 'DECIDER') : null),
  'facts.erasure_requests.decided_at': (bank, row) =>
    row % 3 ? `${dateOf(bank, 3, row)}T10:00:00Z` : null,
  'facts.accounts.statement_frequency': oneOf('MONTHLY', 'WEEKLY', 'AFTER_TRANSACTION'),
  'facts.payments.direction': oneOf('DEBIT', 'CREDIT', 'DEBIT'),
  'facts.payments.channel': oneOf('TRANSFER_OUT', 'TRANSFER_IN', 'TRANSFER_OUT'),
  'facts.payments.purpose': oneOf('HOUSEHOLD', 'LOAN', null),
  // Every third goes to an account of the bank's own: a graph with ways of several steps.
  'facts.payments.counterparty_bank': (bank, row) =>
    row % 3 === 2 ? codeOf(bank) : partnerOf(bank, row),
  'facts.payments.counterparty_account': (bank, row, seed) =>
    row % 3 === 2
      ? seed.value('facts.accounts', 'number', bank, (row % rowsOf('facts.accounts', bank)) + 1)
      : textOf(bank, `PEER-${row}`),
  'facts.payments.row_version': oneOf(1),
  'facts.payments.counterparty_account_sealed': oneOf(null),
  'facts.payments.counterparty_account_tag': oneOf(null),
  'facts.quarantine.content_sealed': oneOf(null),
  'facts.ingested_files.format': oneOf('csv', 'iso20022'),
  // No more than its records.
  'facts.ingested_files.recorded': moneyOf,
  'facts.loans.status': oneOf('RUNNING', 'FINISHED', 'IN_DEBT', 'DEFAULTED'),
  'facts.outbox.type': oneOf('payment.recorded'),
  'facts.webhooks.url': (bank, row) => `https://webhook.invalid/${textOf(bank, `URL-${row}`)}`,
  'facts.standing_orders.counterparty_bank': partnerOf,
  'facts.standing_orders.row_version': oneOf(1),
  'facts.standing_orders.counterparty_account_sealed': oneOf(null),
  'facts.standing_orders.counterparty_account_tag': oneOf(null),
  'facts.standing_orders.purpose': oneOf('INSURANCE', null),
  'audit.entries.role': oneOf('ANALYST', 'AUDITOR'),
  'audit.entries.outcome': oneOf('ALLOWED', 'PARTIAL', 'REFUSED', 'FAILED'),
  'audit.entries.entity_ids': (bank, row, seed) => [
    String(seed.value('facts.accounts', 'id', bank, row + 1)),
    String(seed.value('facts.payments', 'id', bank, row + 1)),
  ],
  'audit.entries.event': (bank, row) => ({
    category: 'policy',
    kind: 'CANARY',
    details: { text: textOf(bank, `EVENT-${row}`) },
    changes: {
      text: { before: textOf(bank, `WAS-${row}`), after: textOf(bank, `IS-${row}`), subject: null },
    },
  }),
  'audit.changes.event': (bank, row) => ({
    category: 'change',
    kind: 'CANARY',
    details: { text: textOf(bank, `CHANGE-${row}`) },
  }),
  // A level no tree has grown to.
  'audit.tree_tiles.level': oneOf(40),
  'audit.tree_tiles.hashes': (bank, row) => {
    const text = textOf(bank, `TILE-${row}-`).padEnd(512, '.');
    return `\\x${Buffer.from(text).toString('hex')}`;
  },
  'audit.elevations.role': oneOf('ANALYST', 'ADMIN'),
  'audit.elevations.permission': oneOf('pii:read'),
  'audit.elevations.minutes': oneOf(30, 10),
  'audit.elevations.approved_by': (bank, row) => (row % 2 ? textOf(bank, 'APPROVER') : null),
  'audit.elevations.approved_at': approvedIn('10:00'),
  'audit.elevations.ends_at': approvedIn('10:30'),
  'audit.elevations.revoked_by': oneOf(null),
  'audit.elevations.revoked_at': oneOf(null),
  'metrics.rollups.account_id': (bank, row, seed) =>
    row < 3 ? NOBODY : seed.value('facts.accounts', 'id', bank, row),
  'metrics.rollups.metric': oneOf('PAYMENT_AMOUNT', 'DEBIT_AMOUNT', 'CREDIT_AMOUNT'),
  'metrics.rollups.grain': oneOf('MONTH', 'QUARTER', 'YEAR'),
  'metrics.rollups.channel': oneOf('ALL', 'TRANSFER_OUT'),
  // A year without payments: rolling up what is new leaves these alone.
  'metrics.rollups.period_start': (bank, row) => dateOf(bank, 9, row),
};

/** How metrics writes the whole bank. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

interface Seeding {
  readonly value: (table: string, column: string, bank: number, row: number) => Value;
}

/**
 * @param seal what the product does with a bank's rows in the clear
 * @returns the tables, with how many rows each has in all.
 */
export async function seedCanaries(
  sql: Sql,
  seal: (bank: number) => Promise<void>,
): Promise<ReadonlyMap<string, number>> {
  const tables = await readTenantTables(sql);
  const seeding = seedingOf(tables);
  for (const table of tables) {
    if (NOT_BY_HAND.includes(table.name) || OF_HASHES.includes(table.name)) continue;
    for (let bank = 0; bank < BANKS; bank += 1) await fill(sql, table, bank, seeding);
  }
  for (let bank = 0; bank < BANKS; bank += 1) await seal(bank);
  await sql`analyze`;
  return countSeeded(sql, tables);
}

async function fill(sql: Sql, table: TenantTable, bank: number, seeding: Seeding): Promise<void> {
  const columns = table.columns.filter(({ isGenerated }) => !isGenerated);
  const rows = Array.from({ length: rowsOf(table.name, bank) }, (_, index) =>
    Object.fromEntries(
      columns.map(({ name }) => [name, seeding.value(table.name, name, bank, index + 1)]),
    ),
  );
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  try {
    await sql.unsafe(
      `insert into ${table.name} (${names})
       select ${names} from json_populate_recordset(null::${table.name}, $1::text::json)`,
      [JSON.stringify(rows)],
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`no canaries for ${table.name}: ${why}; tell test/isolation/seed.ts how`);
  }
}

/** A row takes what its foreign keys point at from the row of the same number. */
function seedingOf(tables: readonly TenantTable[]): Seeding {
  const value: Seeding['value'] = (tableName, columnName, bank, row) => {
    const place = tables.findIndex(({ name }) => name === tableName);
    const table = tables[place];
    const at = table?.columns.findIndex(({ name }) => name === columnName) ?? -1;
    const column = table?.columns[at];
    if (!table || !column) throw new Error(`there is no ${tableName}.${columnName}`);
    if (columnName === 'bank_id') return bankIdOf(bank);
    const narrow = NARROW[`${tableName}.${columnName}`];
    if (narrow) return narrow(bank, row, seeding);
    if (columnName === 'currency') return currencyOf(bank);
    for (const key of table.foreignKeys) {
      const referenced = key.referenced[key.columns.indexOf(columnName)];
      if (referenced === undefined) continue;
      return value(key.table, referenced, bank, ((row - 1) % rowsOf(key.table, bank)) + 1);
    }
    return canaryOf(column, { bank, row, table: place + 1, at });
  };
  const seeding = { value };
  return seeding;
}

function canaryOf(
  { name, type }: TenantTable['columns'][number],
  { bank, row, table, at }: Readonly<Record<'bank' | 'row' | 'table' | 'at', number>>,
): Value {
  const place = table * 10_000 + at * 100 + row;
  const text = () => textOf(bank, `${name.replaceAll('_', '').toUpperCase()}-${table}-${row}`);
  switch (type) {
    case 'uuid':
      return uuidOf(bank, table, row);
    case 'text':
      return text();
    case 'bigint':
    case 'numeric':
      // The chain's numbers go on from here and have to fit GraphQL's Int.
      return name === 'sequence' ? integerOf(bank, row) : moneyOf(bank, place);
    case 'integer':
      return integerOf(bank, place);
    case 'date':
      return dateOf(bank, at % 6, row);
    case 'timestamp with time zone':
      return `${dateOf(bank, at % 3, row)}T08:00:00Z`;
    case 'text[]':
      return [text()];
    case 'uuid[]':
      return [uuidOf(bank, table, row)];
    case 'jsonb':
    case 'json':
      return { canary: text() };
    case 'smallint':
    case 'boolean':
      // Too small to say whose it is; the row has to by its other columns.
      return null;
    default:
      throw new Error(`no canary of type ${type}, ${name}; tell test/isolation/canaries.ts how`);
  }
}

/** Each table must have rows of each bank, and each row must say whose it is by more than bank_id. */
async function countSeeded(
  sql: Sql,
  tables: readonly TenantTable[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ bank: string; row: string }[]>(
      `select bank_id as bank, (to_jsonb(t) - 'bank_id')::text as row from ${name} t`,
    );
    const banks = new Set<number>();
    for (const { bank, row } of rows) {
      const own = Array.from({ length: BANKS }, (_, each) => each).find(
        (each) => bankIdOf(each) === bank,
      );
      let isMarked = false;
      findCanaries(row, (found) => {
        if (found.bank !== own) throw new Error(`a row of ${name} is marked as another bank's`);
        isMarked = true;
      });
      if (isMarked) banks.add(own ?? -1);
    }
    if (banks.size < BANKS && !OF_HASHES.includes(name))
      throw new Error(`${name} has canaries of ${banks.size} banks only`);
    counts.set(name, rows.length);
  }
  return counts;
}
