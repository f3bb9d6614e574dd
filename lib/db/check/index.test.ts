import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { closeDatabase, connectDatabase } from '../pool.ts';
import { checkDatabase, formatFindings } from './index.ts';

/** Each breaks one thing in a database of its own. */
const BREAKS: readonly {
  readonly name: string;
  readonly sql: string;
  readonly table: string;
  readonly what: RegExp;
}[] = [
  {
    name: 'row-level security switched off',
    sql: 'alter table facts.payments disable row level security',
    table: 'facts.payments',
    what: /is off/,
  },
  {
    name: 'row-level security not forced on the owner',
    sql: 'alter table audit.entries no force row level security',
    table: 'audit.entries',
    what: /not forced/,
  },
  {
    name: 'no policy',
    sql: 'drop policy nodes_tenant on graph.nodes',
    table: 'graph.nodes',
    what: /no policy/,
  },
  {
    name: 'no restrictive policy',
    sql: 'drop policy nodes_tenant_only on graph.nodes',
    table: 'graph.nodes',
    what: /no restrictive policy/,
  },
  {
    name: 'a restrictive policy without WITH CHECK on the bank',
    sql: 'alter policy nodes_tenant_only on graph.nodes with check (true)',
    table: 'graph.nodes',
    what: /no restrictive policy/,
  },
  {
    name: 'a restrictive policy for one role only',
    sql: 'alter policy nodes_tenant_only on graph.nodes to payscope_owner',
    table: 'graph.nodes',
    what: /no restrictive policy/,
  },
  {
    name: 'a policy without WITH CHECK on the bank',
    sql: 'alter policy loans_tenant on facts.loans with check (true)',
    table: 'facts.loans',
    what: /policy loans_tenant is not on the bank/,
  },
  {
    name: 'a policy without USING on the bank',
    sql: 'alter policy loans_tenant on facts.loans using (true)',
    table: 'facts.loans',
    what: /no policy/,
  },
  {
    name: 'a second policy that opens the table',
    sql: 'create policy wide on facts.accounts for select using (true)',
    table: 'facts.accounts',
    what: /policy wide/,
  },
  {
    name: 'a policy for one command only',
    sql: `drop policy loans_tenant on facts.loans;
      create policy loans_tenant on facts.loans for select
        using (bank_id = (select app.current_bank()))`,
    table: 'facts.loans',
    what: /no policy/,
  },
  {
    name: 'a whole policy for one command only',
    sql: `drop policy loans_tenant on facts.loans;
      create policy loans_tenant on facts.loans for update
        using (bank_id = (select app.current_bank()))
        with check (bank_id = (select app.current_bank()))`,
    table: 'facts.loans',
    what: /no policy/,
  },
  {
    name: 'a policy for one role only',
    sql: 'alter policy loans_tenant on facts.loans to payscope_owner',
    table: 'facts.loans',
    what: /no policy/,
  },
  {
    name: 'a bank_id that may be null',
    sql: `alter table metrics.stale_months drop constraint stale_months_pkey;
      alter table metrics.stale_months alter column bank_id drop not null`,
    table: 'metrics.stale_months',
    what: /may be null/,
  },
  {
    name: 'no primary key',
    sql: 'alter table metrics.stale_months drop constraint stale_months_pkey',
    table: 'metrics.stale_months',
    what: /no primary key/,
  },
  {
    name: 'a table without bank_id',
    sql: 'create table facts.notes (id uuid primary key)',
    table: 'facts.notes',
    what: /has no bank_id/,
  },
  {
    name: 'a bank_id that is no uuid',
    sql: 'create table facts.notes (bank_id text primary key)',
    table: 'facts.notes',
    what: /bank_id is text/,
  },
  {
    name: 'a tenant table in another schema',
    sql: 'create table public.notes (bank_id uuid primary key)',
    table: 'public.notes',
    what: /is off/,
  },
  {
    name: 'an index that does not start with bank_id',
    sql: 'create index loose_idx on facts.payments (value_date, bank_id)',
    table: 'facts.payments',
    what: /loose_idx does not start with bank_id/,
  },
  {
    name: 'an index on an expression in front of bank_id',
    sql: 'create index loose_idx on facts.payments (lower(reference), bank_id)',
    table: 'facts.payments',
    what: /loose_idx/,
  },
  {
    name: 'a unique constraint across banks',
    sql: 'alter table facts.accounts add constraint loose_key unique (number)',
    table: 'facts.accounts',
    what: /loose_key/,
  },
  {
    name: 'a foreign key without bank_id',
    sql: `create table facts.notes (bank_id uuid, id uuid, other uuid, primary key (bank_id, id),
        unique (bank_id, other));
      alter table facts.notes add constraint loose_key unique (other);
      alter table facts.notes add constraint loose_fkey
        foreign key (id) references facts.notes (other)`,
    table: 'facts.notes',
    what: /foreign key loose_fkey/,
  },
  {
    name: 'a foreign key that pairs bank_id with another column',
    sql: `create table facts.notes (bank_id uuid, id uuid, primary key (bank_id, id));
      alter table facts.notes add constraint crossed_fkey
        foreign key (id, bank_id) references facts.notes (bank_id, id)`,
    table: 'facts.notes',
    what: /foreign key crossed_fkey/,
  },
  {
    name: 'TRUNCATE granted',
    sql: 'grant truncate on audit.entries to payscope_app',
    table: 'audit.entries',
    what: /TRUNCATE/,
  },
  {
    name: 'TRIGGER granted to everyone',
    sql: 'grant trigger on facts.payments to public',
    table: 'facts.payments',
    what: /TRIGGER/,
  },
  {
    name: 'current_bank() missing',
    sql: 'drop function app.current_bank() cascade',
    table: 'app.current_bank()',
    what: /does not exist/,
  },
  {
    name: 'current_bank() answering when nothing is set',
    sql: `create or replace function app.current_bank() returns uuid language sql stable
      as $$ select nullif(current_setting('app.bank_id', true), '')::uuid $$`,
    table: 'app.current_bank()',
    what: /does not raise/,
  },
  {
    name: 'current_bank() answering with a default bank',
    sql: `create or replace function app.current_bank() returns uuid language sql stable
      as $$ select '00000000-0000-0000-0000-000000000000'::uuid $$`,
    table: 'app.current_bank()',
    what: /does not raise/,
  },
  {
    name: 'current_bank() answering with another bank',
    sql: `create or replace function app.current_bank() returns uuid language plpgsql stable as $$
      begin
        if current_setting('app.bank_id', true)::uuid is null then raise exception 'unset'; end if;
        return '00000000-0000-0000-0000-000000000000';
      end $$`,
    table: 'app.current_bank()',
    what: /another bank/,
  },
  {
    name: 'current_bank() that is evaluated when a statement is planned',
    sql: 'alter function app.current_bank() immutable',
    table: 'app.current_bank()',
    what: /not stable/,
  },
  {
    name: 'current_bank() with a search_path of who calls',
    sql: 'alter function app.current_bank() reset search_path',
    table: 'app.current_bank()',
    what: /search_path/,
  },
];

describe('checkDatabase', () => {
  it('finds nothing in a database as the migrations make it', async () => {
    await using database = await createTestDatabase();
    expect(await checkDatabase(database.appUrl)).toEqual([]);
  });

  it.each(BREAKS)('finds $name', async ({ sql, table, what }) => {
    await using database = await createTestDatabase();
    await database.asSuperuser(sql);
    expect(await checkDatabase(database.appUrl)).toContainEqual({
      table,
      what: expect.stringMatching(what),
      fix: expect.any(String),
    });
  });

  it('checks through a pool that is open already', async () => {
    await using database = await createTestDatabase();
    const db = connectDatabase({
      url: database.appUrl,
      poolMax: 1,
      statementTimeoutMs: 5000,
      applicationName: 'check-test',
    });
    try {
      expect(await checkDatabase(db)).toEqual([]);
    } finally {
      await closeDatabase(db);
    }
  });

  it('says each finding on a line of its own, with what repairs it', () => {
    const text = formatFindings([
      { table: 'facts.loans', what: 'has no policy', fix: 'create policy' },
      { table: 'facts.banks', what: 'is off', fix: 'alter table' },
    ]);
    expect(text.split('\n')).toEqual([
      'the database does not separate tenants:',
      '  facts.loans: has no policy (create policy)',
      '  facts.banks: is off (alter table)',
    ]);
  });
});
