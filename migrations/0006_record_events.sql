-- Why: entries that tell of more than an operation (an elevation, a published policy), and under which
-- elevations an operation was decided. Entries made before have neither, and their hashes stay as they are.
-- Lock: access exclusive on audit.entries for an instant (a constant default rewrites nothing), share while
-- the index is built over no rows. Undo: drop both columns, which breaks the hashes of entries that use them.
alter table audit.entries
  add column event jsonb,
  add column elevation_ids uuid[] not null default '{}',
  add constraint entries_event_check check (jsonb_typeof(event) = 'object');
comment on column audit.entries.event is 'Category, kind and details of what happened; null for a plain operation.';
comment on column audit.entries.elevation_ids is 'Elevations that were in force when the operation was decided.';
create index entries_event_category_idx on audit.entries (bank_id, (event ->> 'category'), sequence)
  where event is not null;
