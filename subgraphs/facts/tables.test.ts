/** tables.ts repeats the columns of the migrations; here the two are held together. */
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { openPool } from '../../lib/db/pool.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import * as tables from './tables.ts';

it('describes every column of schema facts, its type and whether it may be null', async () => {
  const described = Object.values(tables)
    .filter((table) => is(table, PgTable))
    .flatMap((table) => {
      expect(getTableConfig(table).schema).toBe('facts');
      return Object.values(getTableColumns(table)).map((column) => ({
        table: getTableName(table),
        column: column.name,
        type: column.getSQLType(),
        nullable: !column.notNull,
      }));
    });

  const database = await createTestDatabase();
  const sql = openPool(database.ownerUrl, { max: 1 });
  const there = await sql`
    select table_name as table, column_name as column, data_type as type,
      is_nullable = 'YES' as nullable
    from information_schema.columns where table_schema = 'facts'
      and not (select relispartition from pg_class
        where oid = format('%I.%I', table_schema, table_name)::regclass)`;
  await sql.end();
  await database.drop();

  const inOrder = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted();
  expect(inOrder(described)).toEqual(inOrder([...there]));
});
