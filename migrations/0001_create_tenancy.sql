-- Why: the tenant setting every policy reads, the application role, and the schemas.
-- Lock: none worth naming (new objects). Undo: drop schema app, facts, metrics, graph, audit cascade.
create schema app;
create schema facts;
create schema metrics;
create schema graph;
create schema audit;
comment on schema app is 'The tenant setting and what guards it.';
comment on schema facts is 'Banks, accounts, holders and payments: what was recorded.';
comment on schema metrics is 'Statistics rolled up from facts.';
comment on schema graph is 'Who exchanged money with whom.';
comment on schema audit is 'Who asked for what and what was decided.';

-- Raises when unset, so that a forgotten setting is an error and never "all rows".
create function app.current_bank() returns uuid
language plpgsql stable
set search_path = pg_catalog
as $$
declare
  bank text := current_setting('app.bank_id', true);
begin
  if bank is null or bank = '' then
    raise exception 'app.bank_id is not set' using errcode = 'insufficient_privilege';
  end if;
  return bank::uuid;
end
$$;
comment on function app.current_bank() is 'The bank of this transaction; raises when it is unset.';

grant usage on schema app, facts, metrics, graph, audit to payscope_app;
grant execute on function app.current_bank() to payscope_app;
