-- Why: permissions a person asks for and another person gives, for minutes. What happens to one is in the
-- chain too, in the same transaction; this table says which are in force.
-- Lock: none worth naming (a new table). Undo: drop table audit.elevations; the chain keeps its events.
create table audit.elevations (
  bank_id uuid not null,
  id uuid not null,
  subject text not null,
  role text not null,
  permission text not null,
  reason text not null,
  minutes integer not null,
  requested_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  ends_at timestamptz,
  revoked_by text,
  revoked_at timestamptz,
  constraint elevations_pkey primary key (bank_id, id),
  constraint elevations_minutes_check check (minutes between 1 and 60),
  -- The last to say that nobody gives a permission to themselves.
  constraint elevations_approved_by_check check (approved_by <> subject),
  constraint elevations_approval_check check (
    (approved_by is null) = (approved_at is null) and (approved_by is null) = (ends_at is null)
  ),
  constraint elevations_ends_at_check check (
    ends_at > approved_at and ends_at <= approved_at + interval '60 minutes'
  ),
  constraint elevations_revocation_check check ((revoked_by is null) = (revoked_at is null))
);
comment on table audit.elevations is
  'Permissions for a time; in force from approved_at to ends_at, unless revoked.';
create index elevations_subject_idx on audit.elevations (bank_id, subject, id);
alter table audit.elevations enable row level security;
alter table audit.elevations force row level security;
create policy elevations_tenant on audit.elevations
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
-- What was asked for can't be changed afterwards.
grant select, insert, update (approved_by, approved_at, ends_at, revoked_by, revoked_at)
  on audit.elevations to payscope_app;
