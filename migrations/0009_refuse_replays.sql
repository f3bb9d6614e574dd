-- Why: a hop token that ran a mutation is spent, for every process that serves; so the note of it lives here,
-- until the token has expired anyway.
-- Lock: none worth naming (a new table). Undo: drop table app.spent_tokens; a token may then be used again
-- for the seconds it lives.
create table app.spent_tokens (
  bank_id uuid not null,
  token_id uuid not null,
  expires_at timestamptz not null,
  constraint spent_tokens_pkey primary key (bank_id, token_id)
);
comment on table app.spent_tokens is
  'Hop tokens that ran a mutation; each is refused a second time. Rows go once their token is too old.';
create index spent_tokens_expires_at_idx on app.spent_tokens (bank_id, expires_at);
alter table app.spent_tokens enable row level security;
alter table app.spent_tokens force row level security;
create policy spent_tokens_tenant on app.spent_tokens
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy spent_tokens_tenant_only on app.spent_tokens as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, delete on app.spent_tokens to payscope_app;
