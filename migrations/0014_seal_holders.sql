-- Why: personal data of account holders is kept sealed, under a key of its subject that an erasure destroys.
-- Lock: access exclusive on facts.account_holders, for as long as it takes to read its rows once for the checks.
-- Undo: open every sealed value with its key, write it back to the plain column, drop columns and table.
create table facts.subject_keys (
  bank_id uuid not null,
  subject_id uuid not null,
  generation integer not null,
  wrapped_by text,
  wrapped bytea,
  erased_at timestamptz,
  constraint subject_keys_pkey primary key (bank_id, subject_id, generation),
  constraint subject_keys_generation_check check (generation > 0),
  constraint subject_keys_erased_check check (
    (wrapped is null) = (erased_at is not null) and (wrapped_by is null) = (wrapped is null)
  )
);
comment on table facts.subject_keys is
  'Wrapped data keys, one per subject; the bank''s own, which wraps the others, under the nil UUID. An erased subject keeps its row without a key, so that it gets none again.';
-- A key that was taken out must not stay behind in a compressed copy.
alter table facts.subject_keys alter column wrapped set storage plain;
alter table facts.subject_keys enable row level security;
alter table facts.subject_keys force row level security;
create policy subject_keys_tenant on facts.subject_keys
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy subject_keys_tenant_only on facts.subject_keys as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.subject_keys to payscope_app;
grant update (wrapped_by, wrapped, erased_at) on facts.subject_keys to payscope_app;

alter table facts.account_holders
  alter column birth_date drop not null,
  alter column gender drop not null,
  alter column district drop not null,
  add column row_version integer not null default 1,
  add column birth_date_sealed bytea,
  add column gender_sealed bytea,
  add column district_sealed bytea,
  add constraint account_holders_row_version_check check (row_version > 0),
  -- Rows from before are sealed by the next load; new ones are never written in the clear.
  add constraint account_holders_sealed_check check (
    num_nulls(birth_date, gender, district) in (0, 3)
    and num_nulls(birth_date_sealed, gender_sealed, district_sealed) in (0, 3)
    and (birth_date is null) = (birth_date_sealed is not null)
  );
comment on column facts.account_holders.row_version is
  'Counts up with each change; authenticated with what is sealed, so that an older value does not open.';
grant update (row_version, birth_date, gender, district, birth_date_sealed, gender_sealed, district_sealed)
  on facts.account_holders to payscope_app;
