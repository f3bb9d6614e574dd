-- Why: what changes data writes what it changed, before and after, in its own transaction: no change without its
-- record, whatever dies afterwards. The audit subgraph takes it into the chain, whose lock no change waits for.
-- Lock: none worth naming (new table). Undo: drop the table once it is empty; what is in the chain stays.
create table audit.changes (
  bank_id uuid not null,
  id uuid not null,
  batch bigint not null default pg_current_xact_id()::text::bigint,
  place integer not null,
  subject text not null,
  role text not null,
  operation_name text not null,
  policy_revision text not null,
  entity_ids uuid[] not null,
  event jsonb not null,
  recorded_at timestamptz not null default now(),
  constraint changes_pkey primary key (bank_id, id),
  constraint changes_event_check check (jsonb_typeof(event) = 'object')
);
comment on table audit.changes is
  'Changes that are committed and not in the chain yet; a row goes when its entry is written.';
comment on column audit.changes.id is 'The decision id of its entry: a second one of it is refused there.';
comment on column audit.changes.batch is 'The transaction that made it, which orders changes without any lock.';
create index changes_batch_idx on audit.changes (bank_id, batch, place);
alter table audit.changes enable row level security;
alter table audit.changes force row level security;
create policy changes_tenant on audit.changes
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy changes_tenant_only on audit.changes as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, delete on audit.changes to payscope_app;
