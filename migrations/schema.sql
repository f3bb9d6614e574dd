-- The schema all migrations add up to, for reading and for diffs. Generated: npm run gen.
-- Order and names as in README.md. Changes are made in a new migration, never here.

create schema app;
comment on schema app is 'The tenant setting and what guards it.';
grant usage on schema app to payscope_app;
create schema audit;
comment on schema audit is 'Who asked for what and what was decided.';
grant usage on schema audit to payscope_app;
create schema facts;
comment on schema facts is 'Banks, accounts, holders and payments: what was recorded.';
grant usage on schema facts to payscope_app;
create schema graph;
comment on schema graph is 'Who exchanged money with whom.';
grant usage on schema graph to payscope_app;
create schema metrics;
comment on schema metrics is 'Statistics rolled up from facts.';
grant usage on schema metrics to payscope_app;

CREATE OR REPLACE FUNCTION app.current_bank()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
declare
  bank text := current_setting('app.bank_id', true);
begin
  if bank is null or bank = '' then
    raise exception 'app.bank_id is not set' using errcode = 'insufficient_privilege';
  end if;
  return bank::uuid;
end
$function$
;
comment on function app.current_bank() is 'The bank of this transaction; raises when it is unset.';
grant execute on function app.current_bank() to payscope_app;
grant execute on function app.current_bank() to public;

CREATE OR REPLACE FUNCTION audit.note_entities()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  insert into audit.entry_entities (bank_id, entity_id, sequence)
  select distinct e.bank_id, entity_id, e.sequence from new_entries e, unnest(e.entity_ids) entity_id;
  return null;
end
$function$
;
comment on function audit.note_entities() is 'Files new entries under the entities they name.';

CREATE OR REPLACE FUNCTION audit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  raise exception 'audit entries are append-only' using errcode = 'insufficient_privilege';
end
$function$
;
comment on function audit.refuse_change() is 'Refuses UPDATE, DELETE and TRUNCATE, the owner''s included.';

CREATE OR REPLACE FUNCTION facts.attach_payments(name text, bank uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  execute format('alter table facts.payments attach partition facts.%I for values in (%L)', name, bank);
end
$function$
;
comment on function facts.attach_payments(text,uuid) is 'Makes a table of the payments of a bank its partition of facts.payments; for the owner.';

CREATE OR REPLACE FUNCTION facts.create_payments_table(name text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  own constant text := 'bank_id = (select app.current_bank())';
  found record;
begin
  execute format('create table facts.%I (like facts.payments including all)', name);
  for found in
    select conname, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = 'facts.payments'::regclass and contype = 'f' and conparentid = 0
  loop
    execute format('alter table facts.%I add constraint %I %s', name, found.conname, found.definition);
  end loop;
  execute format('alter table facts.%I enable row level security', name);
  execute format('alter table facts.%I force row level security', name);
  execute format('create policy payments_tenant on facts.%I using (%s) with check (%s)', name, own, own);
  execute format('create policy payments_tenant_only on facts.%I as restrictive using (%s) with check (%s)',
    name, own, own);
end
$function$
;
comment on function facts.create_payments_table(text) is 'Makes a table that can become a partition of facts.payments; for the owner.';

CREATE OR REPLACE FUNCTION graph.add_payments(bank uuid, accounts uuid[], banks text[], tags uuid[], directions text[], minor_units bigint[], currencies text[], value_dates date[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  insert into graph.nodes as n (bank_id, id, bank_code, account_id)
  select distinct on (s.id) bank, s.id, s.bank_code, s.account_id
  from (
    select a.number_tag as id, b.code as bank_code, a.id as account_id
    from (select distinct u.account_id from unnest(accounts) u (account_id)) p
    join facts.accounts a on a.bank_id = bank and a.id = p.account_id
    join facts.banks b on b.bank_id = bank
    union all
    select p.tag, p.code, a.id
    from (select distinct u.code, u.tag from unnest(banks, tags) u (code, tag)) p
    left join facts.accounts a on a.bank_id = bank and a.number_tag = p.tag
  ) s
  order by s.id, s.account_id nulls last
  on conflict (bank_id, id) do update set account_id = excluded.account_id
    where n.account_id is null and excluded.account_id is not null;

  insert into graph.edges as e
    (bank_id, from_id, to_id, volume, payment_count, currency, first_seen, last_seen)
  select bank, n.from_id, n.to_id, sum(n.minor_units), count(*), n.currency,
    min(n.value_date), max(n.value_date)
  from (
    select p.minor_units, p.currency, p.value_date,
      case p.direction when 'DEBIT' then a.number_tag else p.tag end as from_id,
      case p.direction when 'DEBIT' then p.tag else a.number_tag end as to_id
    from unnest(accounts, banks, tags, directions, minor_units, currencies, value_dates)
      p (account_id, code, tag, direction, minor_units, currency, value_date)
    join facts.accounts a on a.bank_id = bank and a.id = p.account_id
    join facts.banks b on b.bank_id = bank
    where p.code <> b.code or p.direction = 'DEBIT'
  ) n
  group by n.from_id, n.to_id, n.currency
  order by n.from_id, n.to_id, n.currency
  on conflict (bank_id, from_id, to_id, currency) do update set
    volume = e.volume + excluded.volume,
    payment_count = e.payment_count + excluded.payment_count,
    first_seen = least(e.first_seen, excluded.first_seen),
    last_seen = greatest(e.last_seen, excluded.last_seen);
end
$function$
;
comment on function graph.add_payments(uuid,uuid[],text[],uuid[],text[],bigint[],text[],date[]) is 'Adds payments of a bank, one per place of the arrays, to the nodes and edges.';
grant execute on function graph.add_payments(uuid,uuid[],text[],uuid[],text[],bigint[],text[],date[]) to payscope_app;
grant execute on function graph.add_payments(uuid,uuid[],text[],uuid[],text[],bigint[],text[],date[]) to public;

CREATE OR REPLACE FUNCTION graph.forget_node(bank uuid, node uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  unnamed constant uuid := gen_random_uuid();
begin
  insert into graph.nodes (bank_id, id, bank_code)
  select bank_id, unnamed, bank_code from graph.nodes where bank_id = bank and id = node;
  update graph.edges set from_id = unnamed where bank_id = bank and from_id = node;
  update graph.edges set to_id = unnamed where bank_id = bank and to_id = node;
  delete from graph.nodes where bank_id = bank and id = node;
end
$function$
;
comment on function graph.forget_node(uuid,uuid) is 'Gives the node of an account another id, made of nothing: what was exchanged stays, and with whom is forgotten.';
grant execute on function graph.forget_node(uuid,uuid) to payscope_app;
grant execute on function graph.forget_node(uuid,uuid) to public;

CREATE OR REPLACE FUNCTION graph.note_payments()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  perform graph.add_payments(n.bank_id, array_agg(n.account_id), array_agg(n.counterparty_bank),
    array_agg(n.counterparty_account_tag), array_agg(n.direction), array_agg(n.minor_units),
    array_agg(n.currency), array_agg(n.value_date))
  from new_payments n
  where n.counterparty_account_tag is not null
  group by n.bank_id;
  return null;
end
$function$
;
comment on function graph.note_payments() is 'Adds new payments to the nodes and edges.';

CREATE OR REPLACE FUNCTION graph.note_sealed_payments()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  perform graph.add_payments(n.bank_id, array_agg(n.account_id), array_agg(n.counterparty_bank),
    array_agg(n.counterparty_account_tag), array_agg(n.direction), array_agg(n.minor_units),
    array_agg(n.currency), array_agg(n.value_date))
  from new_payments n
  join old_payments o on o.bank_id = n.bank_id and o.id = n.id
  where n.counterparty_account_tag is not null and o.counterparty_account_tag is null
  group by n.bank_id;
  return null;
end
$function$
;
comment on function graph.note_sealed_payments() is 'Adds payments from before they were sealed to the nodes and edges, once they are.';

CREATE OR REPLACE FUNCTION metrics.note_payments()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  insert into metrics.stale_months (bank_id, account_id, month)
  select bank_id, coalesce(account_id, '00000000-0000-0000-0000-000000000000'), month
  from (
    select bank_id, account_id, date_trunc('month', value_date::timestamp)::date as month from new_payments
  ) p
  group by grouping sets ((bank_id, account_id, month), (bank_id, month));
  return null;
end
$function$
;
comment on function metrics.note_payments() is 'Marks the months new payments touch, for their accounts and for the bank.';


create table app.spent_tokens (
  bank_id uuid not null,
  token_id uuid not null,
  expires_at timestamp with time zone not null,
  constraint spent_tokens_pkey PRIMARY KEY (bank_id, token_id)
);
comment on table app.spent_tokens is 'Hop tokens that ran a mutation; each is refused a second time. Rows go once their token is too old.';
CREATE INDEX spent_tokens_expires_at_idx ON app.spent_tokens USING btree (bank_id, expires_at);
alter table app.spent_tokens enable row level security;
alter table app.spent_tokens force row level security;
create policy spent_tokens_tenant on app.spent_tokens as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy spent_tokens_tenant_only on app.spent_tokens as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant delete, insert, select on app.spent_tokens to payscope_app;

create table audit.changes (
  bank_id uuid not null,
  id uuid not null,
  batch bigint not null default ((pg_current_xact_id())::text)::bigint,
  place integer not null,
  subject text not null,
  role text not null,
  operation_name text not null,
  policy_revision text not null,
  entity_ids uuid[] not null,
  event jsonb not null,
  recorded_at timestamp with time zone not null default now(),
  constraint changes_pkey PRIMARY KEY (bank_id, id),
  constraint changes_event_check CHECK ((jsonb_typeof(event) = 'object'::text))
);
comment on table audit.changes is 'Changes that are committed and not in the chain yet; a row goes when its entry is written.';
comment on column audit.changes.id is 'The decision id of its entry: a second one of it is refused there.';
comment on column audit.changes.batch is 'The transaction that made it, which orders changes without any lock.';
CREATE INDEX changes_batch_idx ON audit.changes USING btree (bank_id, batch, place);
alter table audit.changes enable row level security;
alter table audit.changes force row level security;
create policy changes_tenant on audit.changes as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy changes_tenant_only on audit.changes as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant delete, insert, select on audit.changes to payscope_app;

create table audit.elevations (
  bank_id uuid not null,
  id uuid not null,
  subject text not null,
  role text not null,
  permission text not null,
  reason text not null,
  minutes integer not null,
  requested_at timestamp with time zone not null,
  approved_by text,
  approved_at timestamp with time zone,
  ends_at timestamp with time zone,
  revoked_by text,
  revoked_at timestamp with time zone,
  constraint elevations_pkey PRIMARY KEY (bank_id, id),
  constraint elevations_approval_check CHECK ((((approved_by IS NULL) = (approved_at IS NULL)) AND ((approved_by IS NULL) = (ends_at IS NULL)))),
  constraint elevations_approved_by_check CHECK ((approved_by <> subject)),
  constraint elevations_ends_at_check CHECK (((ends_at > approved_at) AND (ends_at <= (approved_at + '01:00:00'::interval)))),
  constraint elevations_minutes_check CHECK (((minutes >= 1) AND (minutes <= 60))),
  constraint elevations_revocation_check CHECK (((revoked_by IS NULL) = (revoked_at IS NULL)))
);
comment on table audit.elevations is 'Permissions for a time; in force from approved_at to ends_at, unless revoked.';
CREATE INDEX elevations_subject_idx ON audit.elevations USING btree (bank_id, subject, id);
alter table audit.elevations enable row level security;
alter table audit.elevations force row level security;
create policy elevations_tenant on audit.elevations as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy elevations_tenant_only on audit.elevations as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on audit.elevations to payscope_app;

create table audit.entries (
  bank_id uuid not null,
  sequence bigint not null,
  recorded_at timestamp with time zone not null,
  decision_id uuid not null,
  subject text not null,
  role text not null,
  operation_name text,
  operation_hash text not null,
  policy_revision text not null,
  outcome text not null,
  denied_coordinates text[] not null,
  entity_ids uuid[] not null,
  previous_hash text not null,
  hash text not null,
  event jsonb,
  elevation_ids uuid[] not null default '{}'::uuid[],
  constraint entries_pkey PRIMARY KEY (bank_id, sequence),
  constraint entries_decision_key UNIQUE (bank_id, decision_id),
  constraint entries_event_check CHECK ((jsonb_typeof(event) = 'object'::text)),
  constraint entries_outcome_check CHECK ((outcome = ANY (ARRAY['ALLOWED'::text, 'PARTIAL'::text, 'REFUSED'::text, 'FAILED'::text]))),
  constraint entries_sequence_check CHECK ((sequence > 0))
);
comment on table audit.entries is 'Operations of a bank; hash = SHA-256 of the entry as canonical JSON (RFC 8785), previous hash included.';
comment on column audit.entries.event is 'Category, kind and details of what happened; null for a plain operation.';
comment on column audit.entries.elevation_ids is 'Elevations that were in force when the operation was decided.';
CREATE INDEX entries_event_category_idx ON audit.entries USING btree (bank_id, ((event ->> 'category'::text)), sequence) WHERE (event IS NOT NULL);
CREATE INDEX entries_recorded_at_idx ON audit.entries USING btree (bank_id, recorded_at);
CREATE INDEX entries_subject_idx ON audit.entries USING btree (bank_id, subject, sequence);
CREATE TRIGGER entries_note_entities AFTER INSERT ON audit.entries REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION audit.note_entities();
CREATE TRIGGER entries_refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.entries FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
alter table audit.entries enable row level security;
alter table audit.entries force row level security;
create policy entries_tenant on audit.entries as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy entries_tenant_only on audit.entries as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on audit.entries to payscope_app;

create table audit.entry_entities (
  bank_id uuid not null,
  entity_id uuid not null,
  sequence bigint not null,
  constraint entry_entities_pkey PRIMARY KEY (bank_id, entity_id, sequence),
  constraint entry_entities_entry_fkey FOREIGN KEY (bank_id, sequence) REFERENCES audit.entries(bank_id, sequence) ON DELETE RESTRICT
);
comment on table audit.entry_entities is 'Entries by the entities they name, kept by a trigger.';
CREATE TRIGGER entry_entities_refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.entry_entities FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
alter table audit.entry_entities enable row level security;
alter table audit.entry_entities force row level security;
create policy entry_entities_tenant on audit.entry_entities as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy entry_entities_tenant_only on audit.entry_entities as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on audit.entry_entities to payscope_app;

create table audit.tree_tiles (
  bank_id uuid not null,
  level smallint not null,
  "position" bigint not null,
  hashes bytea not null,
  constraint tree_tiles_pkey PRIMARY KEY (bank_id, level, "position"),
  constraint tree_tiles_hashes_check CHECK ((octet_length(hashes) = 512)),
  constraint tree_tiles_place_check CHECK (((level >= 0) AND ("position" >= 0)))
);
comment on table audit.tree_tiles is 'Sixteen hashes of one level of a bank''s tree, every fourth level; written once, when they are complete.';
CREATE TRIGGER tree_tiles_refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.tree_tiles FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
alter table audit.tree_tiles enable row level security;
alter table audit.tree_tiles force row level security;
create policy tree_tiles_tenant on audit.tree_tiles as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy tree_tiles_tenant_only on audit.tree_tiles as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on audit.tree_tiles to payscope_app;

create table audit.trees (
  bank_id uuid not null,
  size bigint not null,
  edge jsonb not null,
  constraint trees_pkey PRIMARY KEY (bank_id),
  constraint trees_size_check CHECK ((size >= 0))
);
comment on table audit.trees is 'How many entries of a bank are in its tree, and the hashes at its right edge, by level those of the tile that is not full yet.';
alter table audit.trees enable row level security;
alter table audit.trees force row level security;
create policy trees_tenant on audit.trees as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy trees_tenant_only on audit.trees as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select, update on audit.trees to payscope_app;

create table facts.account_holders (
  bank_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  role text not null,
  birth_date date,
  gender text,
  district text,
  row_version integer not null default 1,
  birth_date_sealed bytea,
  gender_sealed bytea,
  district_sealed bytea,
  erased_at timestamp with time zone,
  constraint account_holders_pkey PRIMARY KEY (bank_id, id),
  constraint account_holders_account_fkey FOREIGN KEY (bank_id, account_id) REFERENCES facts.accounts(bank_id, id) ON DELETE CASCADE,
  constraint account_holders_gender_check CHECK ((gender = ANY (ARRAY['FEMALE'::text, 'MALE'::text]))),
  constraint account_holders_role_check CHECK ((role = ANY (ARRAY['OWNER'::text, 'DISPONENT'::text]))),
  constraint account_holders_row_version_check CHECK ((row_version > 0)),
  constraint account_holders_sealed_check CHECK (((num_nulls(birth_date, gender, district) = ANY (ARRAY[0, 3])) AND (num_nulls(birth_date_sealed, gender_sealed, district_sealed) = ANY (ARRAY[0, 3])) AND (num_nonnulls(birth_date, birth_date_sealed, erased_at) = 1)))
);
comment on table facts.account_holders is 'Persons who may dispose of an account. Personal data.';
comment on column facts.account_holders.row_version is 'Counts up with each change; authenticated with what is sealed, so that an older value does not open.';
comment on column facts.account_holders.erased_at is 'When the person was erased: nothing is left of the fields, neither in the clear nor sealed.';
CREATE INDEX account_holders_account_idx ON facts.account_holders USING btree (bank_id, account_id);
alter table facts.account_holders enable row level security;
alter table facts.account_holders force row level security;
create policy account_holders_tenant on facts.account_holders as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy account_holders_tenant_only on facts.account_holders as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.account_holders to payscope_app;

create table facts.accounts (
  bank_id uuid not null,
  id uuid not null,
  number text not null,
  opened_on date,
  statement_frequency text,
  number_tag uuid,
  constraint accounts_pkey PRIMARY KEY (bank_id, id),
  constraint accounts_number_key UNIQUE (bank_id, number),
  constraint accounts_number_tag_key UNIQUE (bank_id, number_tag),
  constraint accounts_bank_fkey FOREIGN KEY (bank_id) REFERENCES facts.banks(bank_id) ON DELETE RESTRICT,
  constraint accounts_statement_frequency_check CHECK ((statement_frequency = ANY (ARRAY['MONTHLY'::text, 'WEEKLY'::text, 'AFTER_TRANSACTION'::text])))
);
comment on table facts.accounts is 'Accounts a bank keeps, or knows as its own from payments.';
comment on column facts.accounts.number_tag is 'What others'' payments name the account by; null in rows from before, until they are tagged.';
alter table facts.accounts enable row level security;
alter table facts.accounts force row level security;
create policy accounts_tenant on facts.accounts as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy accounts_tenant_only on facts.accounts as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.accounts to payscope_app;

create table facts.banks (
  bank_id uuid not null,
  code text not null,
  constraint banks_pkey PRIMARY KEY (bank_id),
  constraint banks_code_key UNIQUE (bank_id, code),
  constraint banks_code_check CHECK ((code ~ '^[A-Z]{2}$'::text))
);
comment on table facts.banks is 'One row per tenant, seen by that tenant only.';
alter table facts.banks enable row level security;
alter table facts.banks force row level security;
create policy banks_tenant on facts.banks as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy banks_tenant_only on facts.banks as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.banks to payscope_app;

create table facts.dead_letters (
  bank_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  attempts integer not null,
  reason text not null,
  died_at timestamp with time zone not null default now(),
  constraint dead_letters_pkey PRIMARY KEY (bank_id, webhook_id, event_id),
  constraint dead_letters_event_fkey FOREIGN KEY (bank_id, event_id) REFERENCES facts.outbox(bank_id, id) ON DELETE CASCADE,
  constraint dead_letters_webhook_fkey FOREIGN KEY (bank_id, webhook_id) REFERENCES facts.webhooks(bank_id, id) ON DELETE CASCADE
);
comment on table facts.dead_letters is 'Events that a webhook did not take for a day, and why the last attempt failed; kept for a week.';
CREATE INDEX dead_letters_died_at_idx ON facts.dead_letters USING btree (bank_id, died_at);
CREATE INDEX dead_letters_event_idx ON facts.dead_letters USING btree (bank_id, event_id);
alter table facts.dead_letters enable row level security;
alter table facts.dead_letters force row level security;
create policy dead_letters_tenant on facts.dead_letters as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy dead_letters_tenant_only on facts.dead_letters as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant delete, insert, select on facts.dead_letters to payscope_app;

create table facts.deliveries (
  bank_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  account_id uuid not null,
  batch bigint not null,
  place integer not null,
  attempts integer not null default 0,
  first_due_at timestamp with time zone not null default now(),
  due_at timestamp with time zone not null default now(),
  constraint deliveries_pkey PRIMARY KEY (bank_id, webhook_id, event_id),
  constraint deliveries_webhook_fkey FOREIGN KEY (bank_id, webhook_id) REFERENCES facts.webhooks(bank_id, id) ON DELETE CASCADE,
  constraint deliveries_attempts_check CHECK ((attempts >= 0))
);
comment on table facts.deliveries is 'Events that a webhook has not taken yet; a row goes when it has.';
CREATE INDEX deliveries_batch_idx ON facts.deliveries USING btree (bank_id, webhook_id, batch, place);
CREATE INDEX deliveries_due_at_idx ON facts.deliveries USING btree (bank_id, webhook_id, due_at);
CREATE INDEX deliveries_event_idx ON facts.deliveries USING btree (bank_id, event_id);
alter table facts.deliveries enable row level security;
alter table facts.deliveries force row level security;
create policy deliveries_tenant on facts.deliveries as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy deliveries_tenant_only on facts.deliveries as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant delete, insert, select on facts.deliveries to payscope_app;

create table facts.erasure_requests (
  bank_id uuid not null,
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  reason text not null,
  requested_by text not null,
  requested_at timestamp with time zone not null,
  state text not null,
  decided_by text,
  decided_at timestamp with time zone,
  constraint erasure_requests_pkey PRIMARY KEY (bank_id, id),
  constraint erasure_requests_decided_by_check CHECK (((state <> 'ERASED'::text) OR (decided_by <> requested_by))),
  constraint erasure_requests_decision_check CHECK ((((state = 'REQUESTED'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)))),
  constraint erasure_requests_state_check CHECK ((state = ANY (ARRAY['REQUESTED'::text, 'ERASED'::text, 'REJECTED'::text]))),
  constraint erasure_requests_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['ACCOUNT_HOLDER'::text, 'COUNTERPARTY'::text])))
);
comment on table facts.erasure_requests is 'Persons to be erased, and what became of it. The trail is what proves it; a row names nobody but by id.';
CREATE UNIQUE INDEX erasure_requests_open_idx ON facts.erasure_requests USING btree (bank_id, subject_kind, subject_id) WHERE (state = 'REQUESTED'::text);
alter table facts.erasure_requests enable row level security;
alter table facts.erasure_requests force row level security;
create policy erasure_requests_tenant on facts.erasure_requests as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy erasure_requests_tenant_only on facts.erasure_requests as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.erasure_requests to payscope_app;

create table facts.idempotency_keys (
  bank_id uuid not null,
  key text not null,
  input_hash text not null,
  recorded_count integer not null,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (bank_id, key)
);
comment on table facts.idempotency_keys is 'Keys of recordPayments with the hash of their input.';
CREATE INDEX idempotency_keys_created_at_idx ON facts.idempotency_keys USING btree (bank_id, created_at);
alter table facts.idempotency_keys enable row level security;
alter table facts.idempotency_keys force row level security;
create policy idempotency_keys_tenant on facts.idempotency_keys as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy idempotency_keys_tenant_only on facts.idempotency_keys as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant delete, insert, select on facts.idempotency_keys to payscope_app;

create table facts.ingested_files (
  bank_id uuid not null,
  checksum text not null,
  source text not null,
  format text not null,
  records bigint not null default 0,
  recorded bigint not null default 0,
  begun_at timestamp with time zone not null default now(),
  completed_at timestamp with time zone,
  constraint ingested_files_pkey PRIMARY KEY (bank_id, checksum),
  constraint ingested_files_format_check CHECK ((format = ANY (ARRAY['berka'::text, 'csv'::text, 'iso20022'::text]))),
  constraint ingested_files_records_check CHECK (((recorded >= 0) AND (recorded <= records)))
);
comment on table facts.ingested_files is 'Files of payments by what is in them, and up to which record each is loaded; the rest of recorded are in quarantine.';
alter table facts.ingested_files enable row level security;
alter table facts.ingested_files force row level security;
create policy ingested_files_tenant on facts.ingested_files as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy ingested_files_tenant_only on facts.ingested_files as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select, update on facts.ingested_files to payscope_app;

create table facts.loads (
  bank_id uuid not null,
  source text not null,
  checksum text not null,
  completed_at timestamp with time zone not null default now(),
  constraint loads_pkey PRIMARY KEY (bank_id, source, checksum)
);
comment on table facts.loads is 'Data sets that were loaded to the end, so that a start need not read them again.';
alter table facts.loads enable row level security;
alter table facts.loads force row level security;
create policy loads_tenant on facts.loads as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy loads_tenant_only on facts.loads as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.loads to payscope_app;

create table facts.loans (
  bank_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  minor_units bigint not null,
  currency text not null,
  granted_on date not null,
  duration_months integer not null,
  monthly_minor_units bigint not null,
  status text not null,
  constraint loans_pkey PRIMARY KEY (bank_id, id),
  constraint loans_account_fkey FOREIGN KEY (bank_id, account_id) REFERENCES facts.accounts(bank_id, id) ON DELETE CASCADE,
  constraint loans_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint loans_duration_months_check CHECK ((duration_months > 0)),
  constraint loans_minor_units_check CHECK (((minor_units >= 0) AND (minor_units <= '9007199254740991'::bigint))),
  constraint loans_monthly_minor_units_check CHECK (((monthly_minor_units >= 0) AND (monthly_minor_units <= '9007199254740991'::bigint))),
  constraint loans_status_check CHECK ((status = ANY (ARRAY['FINISHED'::text, 'DEFAULTED'::text, 'RUNNING'::text, 'IN_DEBT'::text])))
);
comment on table facts.loans is 'Loans granted on accounts.';
CREATE INDEX loans_account_idx ON facts.loans USING btree (bank_id, account_id);
alter table facts.loans enable row level security;
alter table facts.loans force row level security;
create policy loans_tenant on facts.loans as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy loans_tenant_only on facts.loans as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.loans to payscope_app;

create table facts.outbox (
  bank_id uuid not null,
  id uuid not null,
  batch bigint not null default ((pg_current_xact_id())::text)::bigint,
  place integer not null,
  type text not null,
  account_id uuid not null,
  payment_id uuid not null,
  recorded_at timestamp with time zone not null default now(),
  constraint outbox_pkey PRIMARY KEY (bank_id, id),
  constraint outbox_payment_key UNIQUE (bank_id, payment_id, type),
  constraint outbox_type_check CHECK ((type = 'payment.recorded'::text))
);
comment on table facts.outbox is 'Events of payments, written in the transaction that records the payment; kept for days.';
comment on column facts.outbox.batch is 'The transaction that recorded it, which orders events without any lock; it is in no answer and in no delivery.';
CREATE INDEX outbox_recorded_at_idx ON facts.outbox USING btree (bank_id, recorded_at);
alter table facts.outbox enable row level security;
alter table facts.outbox force row level security;
create policy outbox_tenant on facts.outbox as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy outbox_tenant_only on facts.outbox as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant delete, insert, select on facts.outbox to payscope_app;

create table facts.payments (
  bank_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  reference text not null,
  minor_units bigint not null,
  currency text not null,
  direction text not null,
  channel text not null,
  purpose text,
  value_date date not null,
  counterparty_bank text,
  counterparty_account text,
  balance_after_minor_units bigint,
  row_version integer not null default 1,
  counterparty_account_sealed bytea,
  counterparty_account_tag uuid,
  constraint payments_pkey PRIMARY KEY (bank_id, id),
  constraint payments_reference_key UNIQUE (bank_id, reference),
  constraint payments_account_fkey FOREIGN KEY (bank_id, account_id) REFERENCES facts.accounts(bank_id, id) ON DELETE RESTRICT,
  constraint payments_balance_after_check CHECK (((balance_after_minor_units >= '-9007199254740991'::bigint) AND (balance_after_minor_units <= '9007199254740991'::bigint))),
  constraint payments_channel_check CHECK ((channel = ANY (ARRAY['CASH_DEPOSIT'::text, 'CASH_WITHDRAWAL'::text, 'CARD_WITHDRAWAL'::text, 'TRANSFER_OUT'::text, 'TRANSFER_IN'::text, 'INTERNAL'::text]))),
  constraint payments_counterparty_check CHECK (((num_nonnulls(counterparty_account, counterparty_account_tag) <= 1) AND ((counterparty_account_sealed IS NULL) OR (counterparty_account_tag IS NOT NULL)) AND ((counterparty_bank IS NOT NULL) OR (num_nonnulls(counterparty_account, counterparty_account_tag) = 0)))),
  constraint payments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payments_direction_check CHECK ((direction = ANY (ARRAY['CREDIT'::text, 'DEBIT'::text]))),
  constraint payments_minor_units_check CHECK (((minor_units >= 0) AND (minor_units <= '9007199254740991'::bigint))),
  constraint payments_purpose_check CHECK ((purpose = ANY (ARRAY['PENSION'::text, 'INSURANCE'::text, 'SANCTION_INTEREST'::text, 'HOUSEHOLD'::text, 'STATEMENT_FEE'::text, 'INTEREST'::text, 'LOAN'::text, 'LEASING'::text]))),
  constraint payments_row_version_check CHECK ((row_version > 0))
) partition by list (bank_id);
comment on table facts.payments is 'Payment legs, each as its own bank recorded it.';
comment on column facts.payments.row_version is 'Counts up with each change; authenticated with what is sealed, so that an older value does not open.';
comment on column facts.payments.counterparty_account_tag is 'Equal where the counterparty is; names its key in facts.subject_keys and its node in graph.nodes.';
CREATE INDEX payments_account_idx ON ONLY facts.payments USING btree (bank_id, account_id, value_date, id);
CREATE INDEX payments_counterparty_idx ON ONLY facts.payments USING btree (bank_id, counterparty_account_tag) WHERE (counterparty_account_tag IS NOT NULL);
CREATE INDEX payments_minor_units_idx ON ONLY facts.payments USING btree (bank_id, minor_units, id);
CREATE INDEX payments_plain_idx ON ONLY facts.payments USING btree (bank_id, id) WHERE (counterparty_account IS NOT NULL);
CREATE INDEX payments_value_date_idx ON ONLY facts.payments USING btree (bank_id, value_date, id);
CREATE TRIGGER payments_note_graph AFTER INSERT ON facts.payments REFERENCING NEW TABLE AS new_payments FOR EACH STATEMENT EXECUTE FUNCTION graph.note_payments();
CREATE TRIGGER payments_note_graph_sealed AFTER UPDATE ON facts.payments REFERENCING OLD TABLE AS old_payments NEW TABLE AS new_payments FOR EACH STATEMENT EXECUTE FUNCTION graph.note_sealed_payments();
CREATE TRIGGER payments_note_stale_months AFTER INSERT ON facts.payments REFERENCING NEW TABLE AS new_payments FOR EACH STATEMENT EXECUTE FUNCTION metrics.note_payments();
alter table facts.payments enable row level security;
alter table facts.payments force row level security;
create policy payments_tenant on facts.payments as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy payments_tenant_only on facts.payments as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.payments to payscope_app;

create table facts.payments_default partition of facts.payments default;
comment on table facts.payments_default is 'Payments of banks without a partition of their own.';
comment on column facts.payments_default.row_version is 'Counts up with each change; authenticated with what is sealed, so that an older value does not open.';
comment on column facts.payments_default.counterparty_account_tag is 'Equal where the counterparty is; names its key in facts.subject_keys and its node in graph.nodes.';
alter table facts.payments_default enable row level security;
alter table facts.payments_default force row level security;
create policy payments_default_tenant on facts.payments_default as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy payments_default_tenant_only on facts.payments_default as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));

create table facts.quarantine (
  bank_id uuid not null,
  source text not null,
  line integer not null,
  reason text not null,
  content text,
  record bigint not null default 0,
  content_sealed bytea,
  constraint quarantine_pkey PRIMARY KEY (bank_id, source, line, record),
  constraint quarantine_content_check CHECK ((num_nonnulls(content, content_sealed) <= 1))
);
comment on table facts.quarantine is 'Input lines that could not be read, with line number and reason.';
comment on column facts.quarantine.record is 'Number of the record in its file, from 1; 0 where a line is one.';
comment on column facts.quarantine.content_sealed is 'Sealed under a key of the line''s own: nobody knows yet who it is about.';
alter table facts.quarantine enable row level security;
alter table facts.quarantine force row level security;
create policy quarantine_tenant on facts.quarantine as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy quarantine_tenant_only on facts.quarantine as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.quarantine to payscope_app;

create table facts.standing_orders (
  bank_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  minor_units bigint not null,
  currency text not null,
  counterparty_bank text not null,
  counterparty_account text,
  purpose text,
  row_version integer not null default 1,
  counterparty_account_sealed bytea,
  counterparty_account_tag uuid,
  constraint standing_orders_pkey PRIMARY KEY (bank_id, id),
  constraint standing_orders_account_fkey FOREIGN KEY (bank_id, account_id) REFERENCES facts.accounts(bank_id, id) ON DELETE CASCADE,
  constraint standing_orders_counterparty_check CHECK (((num_nonnulls(counterparty_account, counterparty_account_tag) <= 1) AND ((counterparty_account_sealed IS NULL) OR (counterparty_account_tag IS NOT NULL)))),
  constraint standing_orders_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint standing_orders_minor_units_check CHECK (((minor_units >= 0) AND (minor_units <= '9007199254740991'::bigint))),
  constraint standing_orders_purpose_check CHECK ((purpose = ANY (ARRAY['PENSION'::text, 'INSURANCE'::text, 'SANCTION_INTEREST'::text, 'HOUSEHOLD'::text, 'STATEMENT_FEE'::text, 'INTEREST'::text, 'LOAN'::text, 'LEASING'::text]))),
  constraint standing_orders_row_version_check CHECK ((row_version > 0))
);
comment on table facts.standing_orders is 'Monthly orders to pay a fixed amount.';
comment on column facts.standing_orders.row_version is 'Counts up with each change; authenticated with what is sealed, so that an older value does not open.';
CREATE INDEX standing_orders_account_idx ON facts.standing_orders USING btree (bank_id, account_id);
CREATE INDEX standing_orders_counterparty_idx ON facts.standing_orders USING btree (bank_id, counterparty_account_tag) WHERE (counterparty_account_tag IS NOT NULL);
alter table facts.standing_orders enable row level security;
alter table facts.standing_orders force row level security;
create policy standing_orders_tenant on facts.standing_orders as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy standing_orders_tenant_only on facts.standing_orders as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.standing_orders to payscope_app;

create table facts.subject_keys (
  bank_id uuid not null,
  subject_id uuid not null,
  generation integer not null,
  wrapped_by text,
  wrapped bytea,
  erased_at timestamp with time zone,
  constraint subject_keys_pkey PRIMARY KEY (bank_id, subject_id, generation),
  constraint subject_keys_erased_check CHECK ((((wrapped IS NULL) = (erased_at IS NOT NULL)) AND ((wrapped_by IS NULL) = (wrapped IS NULL)))),
  constraint subject_keys_generation_check CHECK ((generation > 0))
);
comment on table facts.subject_keys is 'Wrapped data keys, one per subject; the bank''s own, which wraps the others, under the nil UUID. An erased subject keeps its row without a key, so that it gets none again.';
alter table facts.subject_keys enable row level security;
alter table facts.subject_keys force row level security;
create policy subject_keys_tenant on facts.subject_keys as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy subject_keys_tenant_only on facts.subject_keys as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select on facts.subject_keys to payscope_app;

create table facts.webhooks (
  bank_id uuid not null,
  id uuid not null,
  url text not null,
  generation integer not null default 1,
  rotated_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  lease_id uuid,
  leased_until timestamp with time zone,
  constraint webhooks_pkey PRIMARY KEY (bank_id, id),
  constraint webhooks_url_key UNIQUE (bank_id, url),
  constraint webhooks_generation_check CHECK ((generation > 0)),
  constraint webhooks_lease_check CHECK (((lease_id IS NULL) = (leased_until IS NULL))),
  constraint webhooks_url_check CHECK (((url ~ '^https?://'::text) AND (length(url) <= 2000)))
);
comment on table facts.webhooks is 'Where events of a bank are delivered to. The secret is derived from the generation and a key that is not here; one relay at a time holds the lease.';
alter table facts.webhooks enable row level security;
alter table facts.webhooks force row level security;
create policy webhooks_tenant on facts.webhooks as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy webhooks_tenant_only on facts.webhooks as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant delete, insert, select on facts.webhooks to payscope_app;

create table graph.edges (
  bank_id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  volume bigint not null,
  payment_count integer not null,
  currency text not null,
  first_seen date not null,
  last_seen date not null,
  constraint edges_pkey PRIMARY KEY (bank_id, from_id, to_id, currency),
  constraint edges_from_fkey FOREIGN KEY (bank_id, from_id) REFERENCES graph.nodes(bank_id, id) ON DELETE CASCADE,
  constraint edges_to_fkey FOREIGN KEY (bank_id, to_id) REFERENCES graph.nodes(bank_id, id) ON DELETE CASCADE
);
comment on table graph.edges is 'Money that went from one account to another, in total minor units.';
CREATE INDEX edges_to_idx ON graph.edges USING btree (bank_id, to_id);
alter table graph.edges enable row level security;
alter table graph.edges force row level security;
create policy edges_tenant on graph.edges as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy edges_tenant_only on graph.edges as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select, update on graph.edges to payscope_app;

create table graph.nodes (
  bank_id uuid not null,
  id uuid not null,
  bank_code text not null,
  account_id uuid,
  constraint nodes_pkey PRIMARY KEY (bank_id, id)
);
comment on table graph.nodes is 'Accounts a bank has seen: its own (account_id set) and other banks''.';
comment on column graph.nodes.id is 'The tag that payments name the account by; its number is kept with them, sealed.';
CREATE INDEX nodes_account_idx ON graph.nodes USING btree (bank_id, account_id);
alter table graph.nodes enable row level security;
alter table graph.nodes force row level security;
create policy nodes_tenant on graph.nodes as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy nodes_tenant_only on graph.nodes as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant delete, insert, select, update on graph.nodes to payscope_app;

create table metrics.rollups (
  bank_id uuid not null,
  account_id uuid not null,
  metric text not null,
  grain text not null,
  period_start date not null,
  channel text not null,
  currency text not null,
  count integer not null,
  sum bigint not null,
  mean bigint not null,
  p50 bigint not null,
  p95 bigint not null,
  p99 bigint not null,
  min bigint not null,
  max bigint not null,
  stddev bigint not null,
  constraint rollups_pkey PRIMARY KEY (bank_id, account_id, metric, grain, period_start, channel, currency)
);
comment on table metrics.rollups is 'Minor units per account (the nil UUID: the whole bank), metric, period and channel (ALL: every channel).';
alter table metrics.rollups enable row level security;
alter table metrics.rollups force row level security;
create policy rollups_tenant on metrics.rollups as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy rollups_tenant_only on metrics.rollups as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant insert, select, update on metrics.rollups to payscope_app;

create table metrics.stale_months (
  bank_id uuid not null,
  account_id uuid not null,
  month date not null,
  id bigint not null generated always as identity,
  constraint stale_months_pkey PRIMARY KEY (bank_id, account_id, month, id)
);
comment on table metrics.stale_months is 'Months with payments newer than their rollups, per account and (the nil UUID) for the whole bank.';
comment on column metrics.stale_months.id is 'Counted, since it only tells two marks of one month apart; it is in no answer.';
alter table metrics.stale_months enable row level security;
alter table metrics.stale_months force row level security;
create policy stale_months_tenant on metrics.stale_months as permissive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
create policy stale_months_tenant_only on metrics.stale_months as restrictive for all
  using (bank_id = ( SELECT app.current_bank() AS current_bank))
  with check (bank_id = ( SELECT app.current_bank() AS current_bank));
grant delete, insert, select on metrics.stale_months to payscope_app;
