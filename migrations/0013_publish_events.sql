-- Why: an event for each payment recorded, written with it, and delivered to whom the bank says: once more
-- rather than not at all, and in the order of each account. Idempotency keys go after a day.
-- Lock: share on facts.idempotency_keys while its index is made. Undo: drop the four tables, what is not
-- delivered is lost with them; drop index facts.idempotency_keys_created_at_idx and revoke delete.
create index idempotency_keys_created_at_idx on facts.idempotency_keys (bank_id, created_at);
grant delete on facts.idempotency_keys to payscope_app;

create table facts.outbox (
  bank_id uuid not null,
  id uuid not null,
  batch bigint not null default pg_current_xact_id()::text::bigint,
  place integer not null,
  type text not null,
  account_id uuid not null,
  payment_id uuid not null,
  recorded_at timestamptz not null default now(),
  constraint outbox_pkey primary key (bank_id, id),
  -- A payment is recorded once: whatever writes its event again fails. No foreign key: whoever records writes
  -- both in one transaction, and the check of each row keeps the plan of its session's first, when the table was small.
  constraint outbox_payment_key unique (bank_id, payment_id, type),
  constraint outbox_type_check check (type in ('payment.recorded'))
);
comment on table facts.outbox is
  'Events of payments, written in the transaction that records the payment; kept for days.';
comment on column facts.outbox.batch is
  'The transaction that recorded it, which orders events without any lock; it is in no answer and in no delivery.';
create index outbox_recorded_at_idx on facts.outbox (bank_id, recorded_at);
alter table facts.outbox enable row level security;
alter table facts.outbox force row level security;
create policy outbox_tenant on facts.outbox
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy outbox_tenant_only on facts.outbox as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, delete on facts.outbox to payscope_app;

create table facts.webhooks (
  bank_id uuid not null,
  id uuid not null,
  url text not null,
  generation integer not null default 1,
  rotated_at timestamptz,
  created_at timestamptz not null default now(),
  lease_id uuid,
  leased_until timestamptz,
  constraint webhooks_pkey primary key (bank_id, id),
  constraint webhooks_url_key unique (bank_id, url),
  constraint webhooks_url_check check (url ~ '^https?://' and length(url) <= 2000),
  constraint webhooks_generation_check check (generation > 0),
  constraint webhooks_lease_check check ((lease_id is null) = (leased_until is null))
);
comment on table facts.webhooks is
  'Where events of a bank are delivered to. The secret is derived from the generation and a key that is not here; one relay at a time holds the lease.';
alter table facts.webhooks enable row level security;
alter table facts.webhooks force row level security;
create policy webhooks_tenant on facts.webhooks
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy webhooks_tenant_only on facts.webhooks as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, update (generation, rotated_at, lease_id, leased_until), delete on facts.webhooks to payscope_app;

create table facts.deliveries (
  bank_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  account_id uuid not null,
  batch bigint not null,
  place integer not null,
  attempts integer not null default 0,
  first_due_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  constraint deliveries_pkey primary key (bank_id, webhook_id, event_id),
  constraint deliveries_webhook_fkey foreign key (bank_id, webhook_id)
    references facts.webhooks (bank_id, id) on delete cascade,
  constraint deliveries_attempts_check check (attempts >= 0)
);
comment on table facts.deliveries is
  'Events that a webhook has not taken yet; a row goes when it has.';
create index deliveries_event_idx on facts.deliveries (bank_id, event_id);
create index deliveries_batch_idx on facts.deliveries (bank_id, webhook_id, batch, place);
create index deliveries_due_at_idx on facts.deliveries (bank_id, webhook_id, due_at);
alter table facts.deliveries enable row level security;
alter table facts.deliveries force row level security;
create policy deliveries_tenant on facts.deliveries
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy deliveries_tenant_only on facts.deliveries as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, update (attempts, due_at), delete on facts.deliveries to payscope_app;

create table facts.dead_letters (
  bank_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  attempts integer not null,
  reason text not null,
  died_at timestamptz not null default now(),
  constraint dead_letters_pkey primary key (bank_id, webhook_id, event_id),
  constraint dead_letters_webhook_fkey foreign key (bank_id, webhook_id)
    references facts.webhooks (bank_id, id) on delete cascade,
  constraint dead_letters_event_fkey foreign key (bank_id, event_id)
    references facts.outbox (bank_id, id) on delete cascade
);
comment on table facts.dead_letters is
  'Events that a webhook did not take for a day, and why the last attempt failed; kept for a week.';
create index dead_letters_event_idx on facts.dead_letters (bank_id, event_id);
create index dead_letters_died_at_idx on facts.dead_letters (bank_id, died_at);
alter table facts.dead_letters enable row level security;
alter table facts.dead_letters force row level security;
create policy dead_letters_tenant on facts.dead_letters
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy dead_letters_tenant_only on facts.dead_letters as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, delete on facts.dead_letters to payscope_app;
