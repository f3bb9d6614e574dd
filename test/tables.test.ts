/** Every subgraph's tables.ts says of the columns what the catalogue says. */
import { globSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../lib/db/pool.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** The database fills it in when it is left out. */
  readonly filled: boolean;
}

const FILES = globSync('subgraphs/*/tables.ts').sort();

const tables = (
  await Promise.all(
    FILES.map(async (file) => {
      const exported: Record<string, unknown> = await import(
        /* @vite-ignore */ pathToFileURL(file).href
      );
      return Object.values(exported).flatMap((value) =>
        is(value, PgTable) ? [{ file, table: value }] : [],
      );
    }),
  )
).flat();

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function catalogueColumns(schema: string, table: string): Promise<readonly Column[]> {
  const sql = openPool(database.ownerUrl, { max: 1 });
  try {
    return [
      ...(await sql<Column[]>`
        select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
          a.attnotnull as "notNull", (a.atthasdef or a.attidentity <> '') as filled
        from pg_attribute a
        where a.attrelid = format('%I.%I', ${schema}::text, ${table}::text)::regclass
          and a.attnum > 0 and not a.attisdropped
        order by a.attname`),
    ];
  } finally {
    await sql.end();
  }
}

describe('tables.ts', () => {
  it('is there for every subgraph with a schema of its own', async () => {
    const sql = openPool(database.ownerUrl, { max: 1 });
    const rows = await sql<{ name: string }[]>`
      select format('%s.%s', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('facts', 'metrics', 'graph', 'audit') and c.relkind in ('r', 'p')
        and not c.relispartition order by 1`;
    await sql.end();
    const described = new Set(
      tables.map(({ table }) => `${getTableConfig(table).schema}.${getTableName(table)}`),
    );
    expect(rows.map(({ name }) => name).filter((name) => !described.has(name))).toEqual([]);
  });

  it.each(tables.map(({ file, table }) => [file, getTableName(table), table] as const))(
    '%s describes %s as the catalogue does',
    async (_, name, table) => {
      const described = Object.values(getTableColumns(table)).map((column) => ({
        name: column.name,
        type: column.getSQLType(),
        notNull: column.notNull,
        filled: column.hasDefault,
      }));
      described.sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(described).toEqual(await catalogueColumns(getTableConfig(table).schema ?? '', name));
    },
  );
});
