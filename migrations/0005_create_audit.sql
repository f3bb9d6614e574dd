-- Why: the append-only, hash-chained log of operations, one chain per bank.
-- Lock: none worth naming (new tables). Undo: drop schema audit cascade, which loses the log.
create table audit.entries (
  bank_id uuid not null,
  sequence bigint not null,
  recorded_at timestamptz not null,
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
  constraint entries_pkey primary key (bank_id, sequence),
  constraint entries_decision_key unique (bank_id, decision_id),
  constraint entries_sequence_check check (sequence > 0),
  constraint entries_outcome_check check (outcome in ('ALLOWED', 'PARTIAL', 'REFUSED', 'FAILED'))
);
comment on table audit.entries is
  'Operations of a bank; hash = SHA-256 of the entry as canonical JSON (RFC 8785), previous hash included.';
create index entries_recorded_at_idx on audit.entries (bank_id, recorded_at);
create index entries_subject_idx on audit.entries (bank_id, subject, sequence);
alter table audit.entries enable row level security;
alter table audit.entries force row level security;
create policy entries_tenant on audit.entries
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on audit.entries to payscope_app;

-- Which entries name an entity, for look-ups by account or payment; the chain covers entity_ids itself.
create table audit.entry_entities (
  bank_id uuid not null,
  entity_id uuid not null,
  sequence bigint not null,
  constraint entry_entities_pkey primary key (bank_id, entity_id, sequence),
  constraint entry_entities_entry_fkey foreign key (bank_id, sequence)
    references audit.entries (bank_id, sequence) on delete restrict
);
comment on table audit.entry_entities is 'Entries by the entities they name, kept by a trigger.';
alter table audit.entry_entities enable row level security;
alter table audit.entry_entities force row level security;
create policy entry_entities_tenant on audit.entry_entities
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on audit.entry_entities to payscope_app;

create function audit.note_entities() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  insert into audit.entry_entities (bank_id, entity_id, sequence)
  select distinct e.bank_id, entity_id, e.sequence from new_entries e, unnest(e.entity_ids) entity_id;
  return null;
end
$$;
comment on function audit.note_entities() is 'Files new entries under the entities they name.';
create trigger entries_note_entities after insert on audit.entries
  referencing new table as new_entries
  for each statement execute function audit.note_entities();

create function audit.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  raise exception 'audit entries are append-only' using errcode = 'insufficient_privilege';
end
$$;
comment on function audit.refuse_change() is 'Refuses UPDATE, DELETE and TRUNCATE, the owner''s included.';
-- Per statement: refused even where row security leaves no row to change.
create trigger entries_refuse_change before update or delete or truncate on audit.entries
  for each statement execute function audit.refuse_change();
create trigger entry_entities_refuse_change before update or delete or truncate on audit.entry_entities
  for each statement execute function audit.refuse_change();
