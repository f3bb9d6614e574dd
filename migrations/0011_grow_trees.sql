-- Why: a Merkle tree (RFC 6962) over the entries of each bank, so that a signed checkpoint of a few bytes vouches
-- for all of them and a proof for one of them is short. Entries from before are put in by the checkpoint writer.
-- Lock: none worth naming (new tables). Undo: drop both tables; the entries and their chain do not need them.
create table audit.trees (
  bank_id uuid not null,
  size bigint not null,
  edge jsonb not null,
  constraint trees_pkey primary key (bank_id),
  constraint trees_size_check check (size >= 0)
);
comment on table audit.trees is
  'How many entries of a bank are in its tree, and the hashes at its right edge, by level those of the tile that is not full yet.';
alter table audit.trees enable row level security;
alter table audit.trees force row level security;
create policy trees_tenant on audit.trees
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy trees_tenant_only on audit.trees as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, update on audit.trees to payscope_app;

create table audit.tree_tiles (
  bank_id uuid not null,
  level smallint not null,
  position bigint not null,
  hashes bytea not null,
  constraint tree_tiles_pkey primary key (bank_id, level, position),
  constraint tree_tiles_place_check check (level >= 0 and position >= 0),
  constraint tree_tiles_hashes_check check (octet_length(hashes) = 512)
);
comment on table audit.tree_tiles is
  'Sixteen hashes of one level of a bank''s tree, every fourth level; written once, when they are complete.';
-- 512 random bytes do not compress, and stay in their row.
alter table audit.tree_tiles alter column hashes set storage plain;
alter table audit.tree_tiles enable row level security;
alter table audit.tree_tiles force row level security;
create policy tree_tiles_tenant on audit.tree_tiles
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy tree_tiles_tenant_only on audit.tree_tiles as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on audit.tree_tiles to payscope_app;
create trigger tree_tiles_refuse_change before update or delete or truncate on audit.tree_tiles
  for each statement execute function audit.refuse_change();
