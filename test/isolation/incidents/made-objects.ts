/** What somebody may make, grant or set beside the tables, and what would come of it. */
import { ACCOUNT_OF_CD, CD, type Outcome, type Step } from './two-banks.ts';

export interface Incident {
  readonly name: string;
  /** As a superuser; `database` and `port` stand for the server's. */
  readonly made: string;
  readonly steps: readonly Step[];
  /** What comes of the steps then. */
  readonly opens: Outcome;
  /** What comes of them in a database as the migrations make it, where they can be taken there. */
  readonly whole?: Outcome;
  readonly finding: RegExp;
}

const BOTH = [['AB'], ['CD']];
const READ_CODES = 'select code from facts.banks order by 1';
const UNSET_IS_ALL = '(select app.current_bank()) is null or bank_id = (select app.current_bank())';
const TWICE = `'22222222-2222-4222-8222-222222222222'`;
const LOAN_OF_CD = `insert into facts.loans select app.current_bank(), ${TWICE}, '${ACCOUNT_OF_CD}',
  1, 'CZK', '2026-01-01', 1, 1, 'RUNNING' returning 'points at CD'`;
/** Writes to AB's quarantine what it can read. */
const COPY_CODES = `insert into facts.quarantine
  select app.current_bank(), code, 1, 'x', 'x' from facts.banks`;
const READ_COPIES = 'select source from facts.quarantine order by 1';
const NEW_LOAD =
  "insert into facts.loads (bank_id, source, checksum) select app.current_bank(), 'new', 'new'";

export const INCIDENTS: readonly Incident[] = [
  {
    name: 'policies that take an unset bank for every bank',
    made: `create or replace function app.current_bank() returns uuid language sql stable
        set search_path = pg_catalog
        as $$ select nullif(current_setting('app.bank_id', true), '')::uuid $$;
      alter policy banks_tenant on facts.banks using (${UNSET_IS_ALL});
      alter policy banks_tenant_only on facts.banks using (${UNSET_IS_ALL})`,
    steps: [['nobody', READ_CODES]],
    opens: BOTH,
    whole: '42501',
    finding: /does not raise when app.bank_id is unset/,
  },
  {
    name: 'a bank that every connection starts with',
    made: `alter role payscope_app in database database set app.bank_id = '${CD}'`,
    steps: [['nobody', READ_CODES]],
    opens: [['CD']],
    whole: '42501',
    finding: /starts with a bank/,
  },
  {
    name: 'a trigger on connecting that sets a bank',
    made: `create function public.hello() returns event_trigger language plpgsql
        as $$ begin perform set_config('app.bank_id', '${CD}', false); end $$;
      create event trigger hello on login execute function public.hello()`,
    steps: [['nobody', READ_CODES]],
    opens: [['CD']],
    whole: '42501',
    finding: /event trigger hello/,
  },
  {
    name: 'a setting found by a search_path of the caller',
    made: `create schema evil; grant usage on schema evil to payscope_app;
      create function evil.current_setting(text, boolean) returns text language sql
        as $$ select '${CD}' $$;
      alter function app.current_bank() reset search_path`,
    steps: [['AB', `set local search_path = evil, pg_catalog; ${READ_CODES}`]],
    opens: [['CD']],
    whole: [['AB']],
    finding: /search_path of others/,
  },
  {
    name: 'a wide policy, and no restrictive one',
    made: `drop policy banks_tenant_only on facts.banks;
      create policy support on facts.banks for select using (true)`,
    steps: [['AB', READ_CODES]],
    opens: BOTH,
    whole: [['AB']],
    finding: /policy support is not on the bank/,
  },
  {
    name: 'a policy without WITH CHECK on the bank',
    made: `alter policy loads_tenant on facts.loads with check (true);
      alter policy loads_tenant_only on facts.loads with check (true)`,
    steps: [
      ['AB', `insert into facts.loads (bank_id, source, checksum) values ('${CD}', 'by AB', 'y')`],
      ['CD', "select source from facts.loads where source = 'by AB'"],
    ],
    opens: [['by AB']],
    whole: '42501',
    finding: /policy loads_tenant is not on the bank/,
  },
  {
    name: 'a view of a superuser',
    made: `create view facts.codes as select code from facts.banks;
      grant select on facts.codes to payscope_app`,
    steps: [['AB', 'select code from facts.codes order by 1']],
    opens: BOTH,
    finding: /view reads with its owner's rights/,
  },
  {
    name: 'a view of the owner, whom the policies are not forced on',
    made: `create view facts.codes as select code from facts.banks;
      alter view facts.codes owner to payscope_owner;
      grant select on facts.codes to payscope_app;
      alter table facts.banks no force row level security`,
    steps: [['AB', 'select code from facts.codes order by 1']],
    opens: BOTH,
    finding: /is not forced/,
  },
  {
    name: 'a materialized view',
    made: `create materialized view facts.codes as select code from facts.banks;
      grant select on facts.codes to payscope_app`,
    steps: [['AB', 'select code from facts.codes order by 1']],
    opens: BOTH,
    finding: /materialized view/,
  },
  {
    name: "a function with a superuser's rights",
    made: `create function facts.codes() returns setof text language sql security definer
      as 'select code from facts.banks order by 1'`,
    steps: [['AB', 'select facts.codes()']],
    opens: BOTH,
    finding: /owner's rights and the owner is/,
  },
  {
    name: "a trigger with a superuser's rights",
    made: `create function facts.copy() returns trigger language plpgsql security definer
        as $$ begin ${COPY_CODES}; return null; end $$;
      create trigger copy after insert on facts.loads execute function facts.copy()`,
    steps: [
      ['AB', NEW_LOAD],
      ['AB', READ_COPIES],
    ],
    opens: BOTH,
    finding: /trigger copy runs facts.copy\(\) with its owner's rights/,
  },
  {
    name: 'a rule on the table of a superuser',
    made: `alter table facts.loads owner to current_user;
      create rule copied as on insert to facts.loads do also ${COPY_CODES}`,
    steps: [
      ['AB', NEW_LOAD],
      ['AB', READ_COPIES],
    ],
    opens: BOTH,
    finding: /rule copied/,
  },
  {
    name: 'a child of a table, without its policies',
    made: `create table facts.old_banks (primary key (bank_id)) inherits (facts.banks);
      insert into facts.old_banks select * from only facts.banks;
      grant select on facts.old_banks to payscope_app`,
    steps: [['AB', 'select code from facts.old_banks order by 1']],
    opens: BOTH,
    finding: /row-level security is off/,
  },
  {
    name: 'a partition without the policies of its table',
    made: `create table facts.notes (bank_id uuid primary key, code text) partition by hash (bank_id);
      alter table facts.notes enable row level security;
      create table facts.notes_0 partition of facts.notes for values with (modulus 1, remainder 0);
      insert into facts.notes select * from facts.banks;
      grant select on facts.notes_0 to payscope_app`,
    steps: [['AB', 'select code from facts.notes_0 order by 1']],
    opens: BOTH,
    finding: /row-level security is off/,
  },
  {
    name: 'a foreign table that reads with rights of its own',
    made: `create extension postgres_fdw;
      create server self foreign data wrapper postgres_fdw
        options (host '127.0.0.1', port 'port', dbname 'database');
      create user mapping for payscope_app server self options (user 'admin', password 'secret');
      create foreign table facts.far_banks (bank_id uuid, code text) server self
        options (schema_name 'facts', table_name 'banks');
      grant select on facts.far_banks to payscope_app`,
    steps: [['AB', 'select code from facts.far_banks order by 1']],
    opens: BOTH,
    finding: /foreign table can have no policies/,
  },
  {
    name: 'a key across banks',
    made: 'alter table facts.accounts add constraint number_key unique (number)',
    steps: [['AB', `insert into facts.accounts select app.current_bank(), ${TWICE}, 'cd-1'`]],
    opens: '23505',
    whole: [],
    finding: /number_key does not start with bank_id/,
  },
  {
    name: 'a foreign key without the bank',
    made: `alter table facts.accounts add constraint id_key unique (id);
      alter table facts.loans drop constraint loans_account_fkey;
      alter table facts.loans add constraint loans_loose_fkey
        foreign key (account_id) references facts.accounts (id)`,
    steps: [['AB', LOAN_OF_CD]],
    opens: [['points at CD']],
    whole: '23503',
    finding: /foreign key loans_loose_fkey does not carry bank_id/,
  },
  {
    name: 'foreign keys that are switched off',
    made: 'alter table facts.loans disable trigger all',
    steps: [['AB', LOAN_OF_CD]],
    opens: [['points at CD']],
    whole: '23503',
    finding: /is switched off/,
  },
  {
    name: 'a session in which no foreign key acts',
    made: 'alter role payscope_app in database database set session_replication_role = replica',
    steps: [['AB', LOAN_OF_CD]],
    opens: [['points at CD']],
    whole: '23503',
    finding: /session_replication_role is replica/,
  },
  {
    name: 'TRUNCATE',
    made: 'grant truncate on facts.loads to payscope_app',
    steps: [
      ['AB', 'truncate facts.loads'],
      ['CD', 'select count(*)::integer from facts.loads'],
    ],
    opens: [[0]],
    whole: '42501',
    finding: /has TRUNCATE/,
  },
  {
    name: 'a sequence that counts for all banks',
    made: `insert into metrics.stale_months (bank_id, account_id, month)
        values ('${CD}', '${ACCOUNT_OF_CD}', '2026-01-01'), ('${CD}', '${ACCOUNT_OF_CD}', '2026-02-01');
      grant select on sequence metrics.stale_months_id_seq to payscope_app`,
    steps: [['AB', 'select last_value::integer from metrics.stale_months_id_seq']],
    opens: [[2]],
    whole: '42501',
    finding: /has SELECT on this sequence/,
  },
  {
    name: 'a temporary table that stays on the connection',
    made: 'grant temporary on database database to payscope_app',
    steps: [
      ['AB', `create temp table kept as ${READ_CODES}`],
      ['CD', 'select code from kept'],
    ],
    opens: [['AB']],
    whole: '42501',
    finding: /temporary tables/,
  },
  {
    name: 'a large object',
    made: "select lo_from_bytea(4711, 'of CD'); grant select on large object 4711 to payscope_app",
    steps: [['AB', "select convert_from(lo_get(4711), 'utf8')"]],
    opens: [['of CD']],
    whole: '42704',
    finding: /holds 1 large objects/,
  },
];
