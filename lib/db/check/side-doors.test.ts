/** What rows could leave or enter by beside tables, views and functions. */
import { describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { checkDatabase, lintDatabase } from './index.ts';

const nameOf = ({ appUrl }: TestDatabase) => new URL(appUrl).pathname.slice(1);

const TOUCH = `create function facts.touch() returns trigger language plpgsql
    set search_path = pg_catalog, pg_temp as 'begin return null; end';
  alter function facts.touch() owner to payscope_owner;
  comment on function facts.touch() is 'A reason.';
  create trigger touch after insert on facts.loans execute function facts.touch()`;

/** Each breaks one thing in a database of its own; `database` stands for its name. */
const BREAKS: readonly {
  readonly name: string;
  readonly sql: string;
  readonly table: string;
  readonly what: RegExp;
}[] = [
  {
    name: 'a rule on a table',
    sql: 'create rule twice as on insert to facts.loans do also select 1',
    table: 'facts.loans',
    what: /rule twice/,
  },
  {
    name: 'a rule on a view',
    sql: `create view facts.totals with (security_invoker = true) as select 1 as n;
      create rule sent as on insert to facts.totals do instead
        insert into facts.banks values ('6f1d4b58-0000-5000-8000-000000000000', 'CD')`,
    table: 'facts.totals',
    what: /rule sent/,
  },
  {
    name: "a trigger with its owner's rights, however good its reason",
    sql: `${TOUCH}; alter function facts.touch() security definer`,
    table: 'facts.loans',
    what: /trigger touch runs facts.touch\(\) with its owner's rights/,
  },
  {
    name: 'a trigger that is switched off',
    sql: 'alter table audit.entries disable trigger entries_refuse_change',
    table: 'audit.entries',
    what: /trigger entries_refuse_change is switched off/,
  },
  {
    name: 'a trigger for replicas only',
    sql: 'alter table audit.entries enable replica trigger entries_refuse_change',
    table: 'audit.entries',
    what: /trigger entries_refuse_change is switched off/,
  },
  {
    name: 'foreign keys switched off',
    sql: 'alter table facts.loans disable trigger all',
    table: 'facts.loans',
    what: /RI_ConstraintTrigger.* is switched off/,
  },
  {
    name: 'a child of a table, without its policies',
    sql: 'create table facts.old_loans (primary key (bank_id, id)) inherits (facts.loans)',
    table: 'facts.old_loans',
    what: /is off/,
  },
  {
    name: 'a partition on another server',
    sql: `create table facts.notes (bank_id uuid) partition by list (bank_id);
      create foreign data wrapper odd; create server odd foreign data wrapper odd;
      create foreign table facts.notes_0 partition of facts.notes default server odd`,
    table: 'facts.notes_0',
    what: /foreign table/,
  },
  {
    name: 'a foreign server the application may use',
    sql: `create foreign data wrapper odd; create server odd foreign data wrapper odd;
      grant usage on foreign server odd to payscope_app`,
    table: 'odd',
    what: /may use this foreign server/,
  },
  {
    name: 'a publication of one table',
    sql: 'create publication feed for table facts.accounts',
    table: 'facts.accounts',
    what: /publication feed/,
  },
  {
    name: 'a publication of a table by its partitions',
    sql: 'create publication feed for table facts.payments',
    table: 'facts.payments_default',
    what: /publication feed/,
  },
  {
    name: 'a publication of all tables',
    sql: 'create publication feed for all tables',
    table: 'audit.entries',
    what: /publication feed/,
  },
  {
    name: 'a subscription',
    sql: `create subscription feed connection 'host=localhost' publication feed
      with (connect = false, slot_name = none)`,
    table: 'database',
    what: /subscription feed/,
  },
  {
    name: 'a sequence the application may read',
    sql: 'grant select on sequence metrics.stale_months_id_seq to payscope_app',
    table: 'metrics.stale_months_id_seq',
    what: /has SELECT/,
  },
  {
    name: 'large objects',
    sql: 'select lo_create(0)',
    table: 'pg_largeobject',
    what: /holds 1 large objects/,
  },
  {
    name: 'a function that claims to be leakproof',
    sql: `create function facts.fine(text) returns boolean language sql leakproof
      as 'select true'`,
    table: 'facts.fine(text)',
    what: /leakproof/,
  },
  {
    name: 'temporary tables allowed',
    sql: 'grant temporary on database database to payscope_app',
    table: 'database',
    what: /temporary tables/,
  },
  {
    name: 'a bank set for the role',
    sql: `alter role payscope_app in database database
      set app.bank_id = '6f1d4b58-0000-5000-8000-000000000000'`,
    table: 'payscope_app',
    what: /starts with a bank/,
  },
  {
    name: 'a bank set for the database',
    sql: "alter database database set app.bank_id = '6f1d4b58-0000-5000-8000-000000000000'",
    table: 'payscope_app',
    what: /starts with a bank/,
  },
  {
    name: 'triggers and foreign keys that do not act',
    sql: 'alter role payscope_app in database database set session_replication_role = replica',
    table: 'payscope_app',
    what: /session_replication_role is replica/,
  },
  {
    name: 'a trigger in each new connection',
    sql: `create function public.hello() returns event_trigger language plpgsql
        as 'begin null; end';
      create event trigger hello on login execute function public.hello()`,
    table: 'database',
    what: /event trigger hello/,
  },
];

describe('checkDatabase', () => {
  it.each(BREAKS)('finds $name', async ({ sql, table, what }) => {
    await using database = await createTestDatabase();
    const name = nameOf(database);
    await database.asSuperuser(sql.replaceAll(/(?<=database )database/g, name));
    const findings = await checkDatabase(database.appUrl);
    // A subscription keeps its database from being dropped.
    if (sql.includes('subscription')) await database.asSuperuser('drop subscription feed');
    expect(findings).toContainEqual({
      table: table === 'database' ? name : table,
      what: expect.stringMatching(what),
      fix: expect.any(String),
    });
  });

  it.each([
    ['a trigger with the rights of who writes', TOUCH],
    [
      'a publication whose comment says who gets the rows',
      `create publication feed for table facts.payments;
        comment on publication feed is 'The warehouse, which keeps banks apart by itself.'`,
    ],
  ])('leaves %s alone', async (_, sql) => {
    await using database = await createTestDatabase();
    await database.asSuperuser(sql);
    expect(await checkDatabase(database.appUrl)).toEqual([]);
  });

  it('finds a bank in the URL', async () => {
    await using database = await createTestDatabase();
    const url = new URL(database.appUrl);
    url.searchParams.set('app.bank_id', '6f1d4b58-0000-5000-8000-000000000000');
    expect(await checkDatabase(url.href)).toContainEqual(
      expect.objectContaining({ what: expect.stringMatching(/starts with a bank/) }),
    );
  });

  it('finds that the application may switch triggers and foreign keys off', async () => {
    // A privilege of the whole cluster, so of a role of its own.
    await using database = await createTestDatabase();
    const role = `odd_${nameOf(database)}`;
    await database.asSuperuser(`create role ${role} login password '${role}';
      grant set on parameter session_replication_role to ${role}`);
    const url = Object.assign(new URL(database.appUrl), { username: role, password: role });
    const findings = await checkDatabase(url.href);
    await database.asSuperuser(
      `revoke set on parameter session_replication_role from ${role}; drop role ${role}`,
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ table: role, what: expect.stringMatching(/may switch off/) }),
    );
  });
});

describe('lintDatabase', () => {
  it('lists what a start refuses, too', async () => {
    await using database = await createTestDatabase();
    await database.asSuperuser('create rule twice as on insert to facts.loans do also select 1');
    expect(await lintDatabase(database.appUrl)).toEqual([
      expect.objectContaining({ table: 'facts.loans', what: expect.stringMatching(/rule twice/) }),
    ]);
  });
});
