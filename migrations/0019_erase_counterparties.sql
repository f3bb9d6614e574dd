-- Why: who was paid, or paid, can be erased as well: payments keep the bank alone, and the account's node in the graph
-- an id that nobody can make of its number.
-- Lock: access exclusive on facts.erasure_requests for an instant. Undo: drop the function, revoke the grant, and put
-- back 0016's check. Who was erased stays erased.
alter table facts.erasure_requests
  drop constraint erasure_requests_subject_kind_check,
  add constraint erasure_requests_subject_kind_check
    check (subject_kind in ('ACCOUNT_HOLDER', 'COUNTERPARTY'));

grant delete on graph.nodes to payscope_app;

create function graph.forget_node(bank uuid, node uuid) returns void
language plpgsql
set search_path = pg_catalog
as $$
declare
  unnamed constant uuid := gen_random_uuid();
begin
  insert into graph.nodes (bank_id, id, bank_code)
  select bank_id, unnamed, bank_code from graph.nodes where bank_id = bank and id = node;
  update graph.edges set from_id = unnamed where bank_id = bank and from_id = node;
  update graph.edges set to_id = unnamed where bank_id = bank and to_id = node;
  delete from graph.nodes where bank_id = bank and id = node;
end
$$;
comment on function graph.forget_node(uuid, uuid) is
  'Gives the node of an account another id, made of nothing: what was exchanged stays, and with whom is forgotten.';
grant execute on function graph.forget_node(uuid, uuid) to payscope_app;
