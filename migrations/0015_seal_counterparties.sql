-- Why: the account number of who was paid, or paid, is a person's, and so is what a refused line holds: both are kept
-- sealed. An account is recognised by its tag (a keyed hash of bank code and number, docs/records.md), which is also
-- its node's id in the graph, where an MD5 of a number that can be guessed was.
-- Lock: access exclusive on facts.payments, standing_orders, accounts, quarantine and on graph.nodes and edges, for as
-- long as it takes to read their rows once for the checks and the indexes. The graph is emptied: payments come back
-- into it as they are sealed, which the next start or load does. A graph subgraph from before fails until it is replaced.
-- Undo: open every sealed value with its key, write it back to the plain column, drop columns, triggers and functions,
-- then run 0004 from graph.nodes on and fill it from facts.payments.
alter table facts.accounts
  add column number_tag uuid,
  add constraint accounts_number_tag_key unique (bank_id, number_tag);
comment on column facts.accounts.number_tag is
  'What others'' payments name the account by; null in rows from before, until they are tagged.';
grant update (number_tag) on facts.accounts to payscope_app;

alter table facts.payments
  add column row_version integer not null default 1,
  add column counterparty_account_sealed bytea,
  add column counterparty_account_tag uuid,
  drop constraint payments_counterparty_check,
  add constraint payments_row_version_check check (row_version > 0),
  -- In the clear (rows from before), sealed, or of a bank alone, where whose account it was is erased.
  add constraint payments_counterparty_check check (
    num_nonnulls(counterparty_account, counterparty_account_tag) <= 1
    and (counterparty_account_sealed is null or counterparty_account_tag is not null)
    and (counterparty_bank is not null
      or num_nonnulls(counterparty_account, counterparty_account_tag) = 0)
  );
comment on column facts.payments.row_version is
  'Counts up with each change; authenticated with what is sealed, so that an older value does not open.';
comment on column facts.payments.counterparty_account_tag is
  'Equal where the counterparty is; names its key in facts.subject_keys and its node in graph.nodes.';
create index payments_counterparty_idx on facts.payments (bank_id, counterparty_account_tag)
  where counterparty_account_tag is not null;
create index payments_plain_idx on facts.payments (bank_id, id) where counterparty_account is not null;
grant update (row_version, counterparty_account, counterparty_account_sealed, counterparty_account_tag)
  on facts.payments to payscope_app;

alter table facts.standing_orders
  alter column counterparty_account drop not null,
  add column row_version integer not null default 1,
  add column counterparty_account_sealed bytea,
  add column counterparty_account_tag uuid,
  add constraint standing_orders_row_version_check check (row_version > 0),
  add constraint standing_orders_counterparty_check check (
    num_nonnulls(counterparty_account, counterparty_account_tag) <= 1
    and (counterparty_account_sealed is null or counterparty_account_tag is not null)
  );
comment on column facts.standing_orders.row_version is
  'Counts up with each change; authenticated with what is sealed, so that an older value does not open.';
create index standing_orders_counterparty_idx on facts.standing_orders (bank_id, counterparty_account_tag)
  where counterparty_account_tag is not null;
grant update (row_version, counterparty_account, counterparty_account_sealed, counterparty_account_tag)
  on facts.standing_orders to payscope_app;

alter table facts.quarantine
  alter column content drop not null,
  add column content_sealed bytea,
  add constraint quarantine_content_check check (num_nonnulls(content, content_sealed) <= 1);
comment on column facts.quarantine.content_sealed is
  'Sealed under a key of the line''s own: nobody knows yet who it is about.';
grant update (content, content_sealed) on facts.quarantine to payscope_app;

drop trigger payments_note_graph on facts.payments;
drop function graph.note_payments();
drop function graph.node_id(text, text);
truncate graph.edges, graph.nodes;
alter table graph.nodes drop column number;
comment on column graph.nodes.id is
  'The tag that payments name the account by; its number is kept with them, sealed.';

-- Rows are written in key order, so that two batches at once wait for each other, never in a circle.
-- A transfer within the bank has both legs here: its DEBIT leg alone counts.
-- An own account without a tag is an id that is null, which graph.nodes refuses: no payment is left out unseen.
create function graph.add_payments(
  bank uuid, accounts uuid[], banks text[], tags uuid[], directions text[], minor_units bigint[],
  currencies text[], value_dates date[]
) returns void
language plpgsql
set search_path = pg_catalog
as $$
begin
  insert into graph.nodes as n (bank_id, id, bank_code, account_id)
  select distinct on (s.id) bank, s.id, s.bank_code, s.account_id
  from (
    select a.number_tag as id, b.code as bank_code, a.id as account_id
    from (select distinct u.account_id from unnest(accounts) u (account_id)) p
    join facts.accounts a on a.bank_id = bank and a.id = p.account_id
    join facts.banks b on b.bank_id = bank
    union all
    select p.tag, p.code, a.id
    from (select distinct u.code, u.tag from unnest(banks, tags) u (code, tag)) p
    left join facts.accounts a on a.bank_id = bank and a.number_tag = p.tag
  ) s
  order by s.id, s.account_id nulls last
  on conflict (bank_id, id) do update set account_id = excluded.account_id
    where n.account_id is null and excluded.account_id is not null;

  insert into graph.edges as e
    (bank_id, from_id, to_id, volume, payment_count, currency, first_seen, last_seen)
  select bank, n.from_id, n.to_id, sum(n.minor_units), count(*), n.currency,
    min(n.value_date), max(n.value_date)
  from (
    select p.minor_units, p.currency, p.value_date,
      case p.direction when 'DEBIT' then a.number_tag else p.tag end as from_id,
      case p.direction when 'DEBIT' then p.tag else a.number_tag end as to_id
    from unnest(accounts, banks, tags, directions, minor_units, currencies, value_dates)
      p (account_id, code, tag, direction, minor_units, currency, value_date)
    join facts.accounts a on a.bank_id = bank and a.id = p.account_id
    join facts.banks b on b.bank_id = bank
    where p.code <> b.code or p.direction = 'DEBIT'
  ) n
  group by n.from_id, n.to_id, n.currency
  order by n.from_id, n.to_id, n.currency
  on conflict (bank_id, from_id, to_id, currency) do update set
    volume = e.volume + excluded.volume,
    payment_count = e.payment_count + excluded.payment_count,
    first_seen = least(e.first_seen, excluded.first_seen),
    last_seen = greatest(e.last_seen, excluded.last_seen);
end
$$;
comment on function graph.add_payments(uuid, uuid[], text[], uuid[], text[], bigint[], text[], date[]) is
  'Adds payments of a bank, one per place of the arrays, to the nodes and edges.';
grant execute
  on function graph.add_payments(uuid, uuid[], text[], uuid[], text[], bigint[], text[], date[])
  to payscope_app;

create function graph.note_payments() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  perform graph.add_payments(n.bank_id, array_agg(n.account_id), array_agg(n.counterparty_bank),
    array_agg(n.counterparty_account_tag), array_agg(n.direction), array_agg(n.minor_units),
    array_agg(n.currency), array_agg(n.value_date))
  from new_payments n
  where n.counterparty_account_tag is not null
  group by n.bank_id;
  return null;
end
$$;
comment on function graph.note_payments() is 'Adds new payments to the nodes and edges.';
create trigger payments_note_graph after insert on facts.payments
  referencing new table as new_payments
  for each statement execute function graph.note_payments();

create function graph.note_sealed_payments() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  perform graph.add_payments(n.bank_id, array_agg(n.account_id), array_agg(n.counterparty_bank),
    array_agg(n.counterparty_account_tag), array_agg(n.direction), array_agg(n.minor_units),
    array_agg(n.currency), array_agg(n.value_date))
  from new_payments n
  join old_payments o on o.bank_id = n.bank_id and o.id = n.id
  where n.counterparty_account_tag is not null and o.counterparty_account_tag is null
  group by n.bank_id;
  return null;
end
$$;
comment on function graph.note_sealed_payments() is
  'Adds payments from before they were sealed to the nodes and edges, once they are.';
create trigger payments_note_graph_sealed after update on facts.payments
  referencing old table as old_payments new table as new_payments
  for each statement execute function graph.note_sealed_payments();
