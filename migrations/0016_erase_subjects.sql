-- Why: a person is erased when one asks for it and another approves, and the trail tells of it in the same transaction.
-- Lock: access exclusive on facts.account_holders, for as long as it takes to read its rows once for the check.
-- Undo: drop the table and the column, and put back 0014's check. Who was erased stays erased.
create table facts.erasure_requests (
  bank_id uuid not null,
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  reason text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  state text not null,
  decided_by text,
  decided_at timestamptz,
  constraint erasure_requests_pkey primary key (bank_id, id),
  constraint erasure_requests_subject_kind_check check (subject_kind in ('ACCOUNT_HOLDER')),
  constraint erasure_requests_state_check check (state in ('REQUESTED', 'ERASED', 'REJECTED')),
  constraint erasure_requests_decision_check check (
    (state = 'REQUESTED') = (decided_by is null) and (decided_by is null) = (decided_at is null)
  ),
  -- The last to say that nobody erases alone.
  constraint erasure_requests_decided_by_check check (state <> 'ERASED' or decided_by <> requested_by)
);
comment on table facts.erasure_requests is
  'Persons to be erased, and what became of it. The trail is what proves it; a row names nobody but by id.';
create unique index erasure_requests_open_idx on facts.erasure_requests (bank_id, subject_kind, subject_id)
  where state = 'REQUESTED';
alter table facts.erasure_requests enable row level security;
alter table facts.erasure_requests force row level security;
create policy erasure_requests_tenant on facts.erasure_requests
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy erasure_requests_tenant_only on facts.erasure_requests as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
-- What was asked for can't be changed afterwards.
grant select, insert, update (state, decided_by, decided_at) on facts.erasure_requests to payscope_app;

alter table facts.account_holders
  add column erased_at timestamptz,
  drop constraint account_holders_sealed_check,
  -- In the clear from before 0014, sealed, or erased; and all fields of a row alike.
  add constraint account_holders_sealed_check check (
    num_nulls(birth_date, gender, district) in (0, 3)
    and num_nulls(birth_date_sealed, gender_sealed, district_sealed) in (0, 3)
    and num_nonnulls(birth_date, birth_date_sealed, erased_at) = 1
  );
comment on column facts.account_holders.erased_at is
  'When the person was erased: nothing is left of the fields, neither in the clear nor sealed.';
grant update (erased_at) on facts.account_holders to payscope_app;
