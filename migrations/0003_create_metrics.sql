-- Why: rollups that describe() reads, and the months that wait to be rolled up again.
-- Lock: share row exclusive on facts.payments for the trigger. Undo: drop schema metrics cascade.
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
  constraint rollups_pkey
    primary key (bank_id, account_id, metric, grain, period_start, channel, currency)
);
comment on table metrics.rollups is
  'Minor units per account (the nil UUID: the whole bank), metric, period and channel (ALL: every channel).';
alter table metrics.rollups enable row level security;
alter table metrics.rollups force row level security;
create policy rollups_tenant on metrics.rollups
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, update on metrics.rollups to payscope_app;

-- A mark per batch, never shared: whoever refreshes deletes the marks it can see, and those of a
-- batch not yet committed stay. One mark per month would be deleted together with the older ones.
create table metrics.stale_months (
  bank_id uuid not null,
  account_id uuid not null,
  month date not null,
  id bigint generated always as identity,
  constraint stale_months_pkey primary key (bank_id, account_id, month, id)
);
comment on table metrics.stale_months is
  'Months with payments newer than their rollups, per account and (the nil UUID) for the whole bank.';
alter table metrics.stale_months enable row level security;
alter table metrics.stale_months force row level security;
create policy stale_months_tenant on metrics.stale_months
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, delete on metrics.stale_months to payscope_app;

create function metrics.note_payments() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  insert into metrics.stale_months (bank_id, account_id, month)
  select bank_id, coalesce(account_id, '00000000-0000-0000-0000-000000000000'), month
  from (
    select bank_id, account_id, date_trunc('month', value_date::timestamp)::date as month from new_payments
  ) p
  group by grouping sets ((bank_id, account_id, month), (bank_id, month));
  return null;
end
$$;
comment on function metrics.note_payments() is
  'Marks the months new payments touch, for their accounts and for the bank.';
create trigger payments_note_stale_months after insert on facts.payments
  referencing new table as new_payments
  for each statement execute function metrics.note_payments();
