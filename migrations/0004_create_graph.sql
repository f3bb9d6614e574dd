-- Why: who exchanged money with whom, kept up to date with each batch of payments.
-- Lock: share row exclusive on facts.payments for the trigger. Undo: drop schema graph cascade.
create table graph.nodes (
  bank_id uuid not null,
  id uuid not null,
  bank_code text not null,
  number text not null,
  account_id uuid,
  constraint nodes_pkey primary key (bank_id, id),
  constraint nodes_number_key unique (bank_id, bank_code, number)
);
comment on table graph.nodes is 'Accounts a bank has seen: its own (account_id set) and other banks''.';
create index nodes_account_idx on graph.nodes (bank_id, account_id);
alter table graph.nodes enable row level security;
alter table graph.nodes force row level security;
create policy nodes_tenant on graph.nodes
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, update on graph.nodes to payscope_app;

create table graph.edges (
  bank_id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  volume bigint not null,
  payment_count integer not null,
  currency text not null,
  first_seen date not null,
  last_seen date not null,
  constraint edges_pkey primary key (bank_id, from_id, to_id, currency),
  constraint edges_from_fkey foreign key (bank_id, from_id)
    references graph.nodes (bank_id, id) on delete cascade,
  constraint edges_to_fkey foreign key (bank_id, to_id)
    references graph.nodes (bank_id, id) on delete cascade
);
comment on table graph.edges is 'Money that went from one account to another, in total minor units.';
create index edges_to_idx on graph.edges (bank_id, to_id);
alter table graph.edges enable row level security;
alter table graph.edges force row level security;
create policy edges_tenant on graph.edges
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert, update on graph.edges to payscope_app;

-- The id is the hash of its natural key, so both ends of an edge are known without a look-up.
create function graph.node_id(bank_code text, number text) returns uuid
language sql immutable parallel safe
return pg_catalog.md5('payscope.node:' || bank_code || ':' || number)::pg_catalog.uuid;
comment on function graph.node_id(text, text) is 'The id of the node of an account.';
grant execute on function graph.node_id(text, text) to payscope_app;

-- Rows are written in key order, so that two batches at once wait for each other, never in a circle.
-- A transfer within the bank has both legs here: its DEBIT leg alone counts.
create function graph.note_payments() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  insert into graph.nodes as n (bank_id, id, bank_code, number, account_id)
  select distinct on (s.bank_id, s.id) s.bank_id, s.id, s.bank_code, s.number, s.account_id
  from (
    select p.bank_id, graph.node_id(b.code, a.number) as id, b.code as bank_code, a.number,
      a.id as account_id
    from (select distinct bank_id, account_id from new_payments where counterparty_bank is not null) p
    join facts.accounts a on a.bank_id = p.bank_id and a.id = p.account_id
    join facts.banks b on b.bank_id = p.bank_id
    union all
    select p.bank_id, graph.node_id(p.counterparty_bank, p.counterparty_account),
      p.counterparty_bank, p.counterparty_account, a.id
    from (
      select distinct bank_id, counterparty_bank, counterparty_account from new_payments
      where counterparty_bank is not null
    ) p
    join facts.banks b on b.bank_id = p.bank_id
    left join facts.accounts a on a.bank_id = p.bank_id and b.code = p.counterparty_bank
      and a.number = p.counterparty_account
  ) s
  order by s.bank_id, s.id, s.account_id nulls last
  on conflict (bank_id, id) do update set account_id = excluded.account_id
    where n.account_id is null and excluded.account_id is not null;

  insert into graph.edges as e
    (bank_id, from_id, to_id, volume, payment_count, currency, first_seen, last_seen)
  select n.bank_id, n.from_id, n.to_id, sum(n.minor_units), count(*), n.currency,
    min(n.value_date), max(n.value_date)
  from (
    select p.bank_id, p.minor_units, p.currency, p.value_date,
      case p.direction when 'DEBIT' then own.id else other.id end as from_id,
      case p.direction when 'DEBIT' then other.id else own.id end as to_id
    from new_payments p
    join facts.accounts a on a.bank_id = p.bank_id and a.id = p.account_id
    join facts.banks b on b.bank_id = p.bank_id
    cross join lateral (select graph.node_id(b.code, a.number) as id) own
    cross join lateral
      (select graph.node_id(p.counterparty_bank, p.counterparty_account) as id) other
    where p.counterparty_bank is not null
      and (p.counterparty_bank <> b.code or p.direction = 'DEBIT')
  ) n
  group by n.bank_id, n.from_id, n.to_id, n.currency
  order by n.bank_id, n.from_id, n.to_id, n.currency
  on conflict (bank_id, from_id, to_id, currency) do update set
    volume = e.volume + excluded.volume,
    payment_count = e.payment_count + excluded.payment_count,
    first_seen = least(e.first_seen, excluded.first_seen),
    last_seen = greatest(e.last_seen, excluded.last_seen);
  return null;
end
$$;
comment on function graph.note_payments() is 'Adds new payments to the nodes and edges.';
create trigger payments_note_graph after insert on facts.payments
  referencing new table as new_payments
  for each statement execute function graph.note_payments();
