-- Why: a temporary table lives as long as its connection and has no policies: rows that one bank's transaction
-- left in one would be there for the next bank's. Nothing here needs any. The privilege is the database's and
-- not in its dump, so lib/db/roles.ts takes it away as well where it makes a database.
-- Lock: none on tables. Undo: grant temporary on the database to public.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
end
$$;
