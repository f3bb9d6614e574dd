/** Inserts many rows in one statement. COPY is not open to it: PostgreSQL refuses it under row-level security. */
import { getTableColumns, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { TenantTransaction } from '../../../lib/db/index.ts';

type Cell = string | number | Uint8Array | null;

/**
 * One array parameter per column, so that the statement is the same for any number of rows. A row that
 * is there already is left as it is.
 * @returns how many rows were new.
 */
export async function insertRows<T extends PgTable>(
  tx: TenantTransaction,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<number> {
  if (rows.length === 0) return 0;
  const columns = columnsOf(table, rows);
  const names = sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const arrays = sql.join(
    columns.map(({ type, cells }) => sql`${arrayLiteral(cells)}::${sql.raw(type)}[]`),
    sql`, `,
  );
  const result = await tx.execute(
    sql`insert into ${table} (${names}) select * from unnest(${arrays}) on conflict do nothing`,
  );
  return result.count;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly cells: readonly Cell[];
}

/** The columns the rows give; the others keep their defaults. */
function columnsOf(
  table: PgTable,
  rows: readonly Readonly<Record<string, Cell | Date | undefined>>[],
): readonly Column[] {
  const first = rows[0] ?? {};
  return Object.entries(getTableColumns(table))
    .filter(([key]) => first[key] !== undefined)
    .map(([key, column]) => ({
      name: column.name,
      type: column.getSQLType(),
      cells: rows.map((row) => toCell(row[key])),
    }));
}

function toCell(value: Cell | Date | undefined): Cell {
  return value instanceof Date ? value.toISOString() : (value ?? null);
}

/** PostgreSQL's text form of an array, every element quoted. */
function arrayLiteral(cells: readonly Cell[]): string {
  return `{${cells.map(quote).join(',')}}`;
}

function quote(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'number') return String(cell);
  if (cell instanceof Uint8Array) return `"\\\\x${Buffer.from(cell).toString('hex')}"`;
  return `"${cell.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
