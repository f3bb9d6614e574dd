/** Views, functions, ids and schemas: what may lie beside the tables. */
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { checkDatabase, lintDatabase } from './index.ts';

const DEFINER = `create function facts.peek() returns bigint language sql security definer
  set search_path = pg_catalog, pg_temp as 'select 1::bigint';
  alter function facts.peek() owner to payscope_owner;
  comment on function facts.peek() is 'Counts what no bank owns.'`;

const INVOKER = `create view facts.totals with (security_invoker = true) as
    select count(*) from facts.payments;
  alter view facts.totals owner to payscope_owner`;

/** Each breaks one thing in a database of its own. */
const BREAKS: readonly {
  readonly name: string;
  readonly sql: string;
  readonly table: string;
  readonly what: RegExp;
}[] = [
  {
    name: "a view with its owner's rights, granted to nobody",
    sql: 'create view facts.totals as select count(*) from facts.payments',
    table: 'facts.totals',
    what: /owner's rights/,
  },
  {
    name: 'a view whose security_invoker was switched off',
    sql: `${INVOKER}; alter view facts.totals set (security_invoker = off)`,
    table: 'facts.totals',
    what: /owner's rights/,
  },
  {
    name: 'a view of a superuser',
    sql: `${INVOKER}; alter view facts.totals owner to current_user`,
    table: 'facts.totals',
    what: /whom no policy binds/,
  },
  {
    name: 'a materialized view',
    sql: 'create materialized view facts.totals as select 1',
    table: 'facts.totals',
    what: /materialized view/,
  },
  {
    name: 'a foreign table',
    sql: `create foreign data wrapper odd; create server odd foreign data wrapper odd;
      create foreign table facts.elsewhere (bank_id uuid) server odd`,
    table: 'facts.elsewhere',
    what: /foreign table/,
  },
  {
    name: 'a partition without policies below a table that has them',
    sql: `create table facts.notes (bank_id uuid primary key) partition by hash (bank_id);
      alter table facts.notes enable row level security;
      alter table facts.notes force row level security;
      create table facts.notes_0 partition of facts.notes for values with (modulus 1, remainder 0)`,
    table: 'facts.notes_0',
    what: /is off/,
  },
  {
    name: "a function with its owner's rights and no search_path",
    sql: `${DEFINER}; alter function facts.peek() reset search_path`,
    table: 'facts.peek()',
    what: /search_path/,
  },
  {
    name: "a function with its owner's rights that finds temporary tables first",
    sql: `${DEFINER}; alter function facts.peek() set search_path = pg_catalog`,
    table: 'facts.peek()',
    what: /search_path/,
  },
  {
    name: "a function with its owner's rights and the caller's schema in its search_path",
    sql: `${DEFINER}; alter function facts.peek() set search_path = "$user", pg_temp`,
    table: 'facts.peek()',
    what: /search_path/,
  },
  {
    name: "a function with its owner's rights and no reason",
    sql: `${DEFINER}; comment on function facts.peek() is ' '`,
    table: 'facts.peek()',
    what: /no reason/,
  },
  {
    name: "a function with a superuser's rights",
    sql: `${DEFINER}; alter function facts.peek() owner to current_user`,
    table: 'facts.peek()',
    what: /whom no policy binds/,
  },
  {
    name: 'an id that counts',
    sql: 'comment on column metrics.stale_months.id is null',
    table: 'metrics.stale_months',
    what: /id is counted across all banks/,
  },
  {
    name: 'a number from a sequence',
    sql: 'create table facts.notes (bank_id uuid primary key, place bigserial)',
    table: 'facts.notes',
    what: /place is counted across all banks/,
  },
  {
    name: 'an id that is a number',
    sql: 'create table facts.notes (bank_id uuid primary key, owner_id integer)',
    table: 'facts.notes',
    what: /owner_id is integer, which can be guessed/,
  },
  {
    name: 'a schema the application may create in',
    sql: 'grant create on schema facts to payscope_app',
    table: 'facts',
    what: /may create objects/,
  },
];

describe('checkDatabase', () => {
  it.each(BREAKS)('finds $name', async ({ sql, table, what }) => {
    await using database = await createTestDatabase();
    await database.asSuperuser(sql);
    expect(await checkDatabase(database.appUrl)).toContainEqual({
      table,
      what: expect.stringMatching(what),
      fix: expect.any(String),
    });
  });

  it.each([
    [
      "a function with its owner's rights, a fixed search_path, a bound owner and a reason",
      DEFINER,
    ],
    ['a view with the rights of who asks it', INVOKER],
  ])('leaves %s alone', async (_, sql) => {
    await using database = await createTestDatabase();
    await database.asSuperuser(sql);
    expect(await checkDatabase(database.appUrl)).toEqual([]);
  });
});

describe('lintDatabase', () => {
  it('finds a server that logs values of rows, on which a start does not insist', async () => {
    await using database = await createTestDatabase();
    const name = new URL(database.appUrl).pathname.slice(1);
    await database.asSuperuser(`alter database ${name} set log_error_verbosity = verbose`);
    expect(await checkDatabase(database.appUrl)).toEqual([]);
    expect(await lintDatabase(database.appUrl)).toEqual([
      {
        table: name,
        what: expect.stringMatching(/log_error_verbosity is verbose/),
        fix: expect.stringContaining(`alter database ${name}`),
      },
    ]);
    await database.asSuperuser(`alter database ${name} reset log_error_verbosity`);
    expect(await lintDatabase(database.appUrl)).toEqual([]);
  });
});
