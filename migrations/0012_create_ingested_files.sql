-- Why: a file of payments is loaded in batches, each with the place it goes up to in one transaction, so that a
-- load that was killed goes on where it was: nothing twice, nothing left out. Records of one line, as XML without
-- line breaks has them, are told apart in the quarantine by their number in the file.
-- Lock: access exclusive on facts.quarantine while its key is built anew; a constant default rewrites nothing.
-- Undo: drop table facts.ingested_files; delete from facts.quarantine where record > 0, put the key back over
-- (bank_id, source, line) and drop the column.
create table facts.ingested_files (
  bank_id uuid not null,
  checksum text not null,
  source text not null,
  format text not null,
  records bigint not null default 0,
  recorded bigint not null default 0,
  begun_at timestamptz not null default now(),
  completed_at timestamptz,
  constraint ingested_files_pkey primary key (bank_id, checksum),
  constraint ingested_files_format_check check (format in ('berka', 'csv', 'iso20022')),
  constraint ingested_files_records_check check (recorded between 0 and records)
);
comment on table facts.ingested_files is
  'Files of payments by what is in them, and up to which record each is loaded; the rest of recorded are in quarantine.';
alter table facts.ingested_files enable row level security;
alter table facts.ingested_files force row level security;
create policy ingested_files_tenant on facts.ingested_files
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy ingested_files_tenant_only on facts.ingested_files as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, update on facts.ingested_files to payscope_app;

alter table facts.quarantine
  add column record bigint not null default 0,
  drop constraint quarantine_pkey,
  add constraint quarantine_pkey primary key (bank_id, source, line, record);
comment on column facts.quarantine.record is
  'Number of the record in its file, from 1; 0 where a line is one.';
