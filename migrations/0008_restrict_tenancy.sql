-- Why: permissive policies add up, so that one more of them, however wide, opens what it says. A restrictive
-- one binds all that come after it. It says the same words as the permissive one beside it, which PostgreSQL
-- then asks once: a statement still reads the setting a single time.
-- Lock: access exclusive on each table for an instant; no row is read or written.
-- Undo: drop policy <table>_tenant_only on each table.
create policy banks_tenant_only on facts.banks as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy accounts_tenant_only on facts.accounts as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy account_holders_tenant_only on facts.account_holders as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy payments_tenant_only on facts.payments as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy standing_orders_tenant_only on facts.standing_orders as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy loans_tenant_only on facts.loans as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy quarantine_tenant_only on facts.quarantine as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy idempotency_keys_tenant_only on facts.idempotency_keys as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy loads_tenant_only on facts.loads as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy rollups_tenant_only on metrics.rollups as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy stale_months_tenant_only on metrics.stale_months as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy nodes_tenant_only on graph.nodes as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy edges_tenant_only on graph.edges as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy entries_tenant_only on audit.entries as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy entry_entities_tenant_only on audit.entry_entities as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy elevations_tenant_only on audit.elevations as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
comment on column metrics.stale_months.id is
  'Counted, since it only tells two marks of one month apart; it is in no answer.';
