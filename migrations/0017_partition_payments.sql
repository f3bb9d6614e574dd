-- Why: payments that a bank keeps no longer leave by replacing the bank's partition with one of those it keeps, and
-- not by deleting rows one by one (payscope data retain, docs/adr/0006). Partitioned by bank alone: every key may
-- stay as it is, since each has bank_id in it. A bank gets a partition of its own when payments of it first leave.
-- Lock: access exclusive on facts.payments for an instant: the table there is becomes the default partition, and
-- no row of it is read. Undo: detach the default partition, drop facts.payments, which takes the other
-- partitions' rows with it, and give the default partition its name back.
do $$
declare
  old constant regclass := 'facts.payments'::regclass;
  found record;
  keys text[];
  others text[];
  statement text;
begin
  -- Whatever migrations have put on the table by now, the partitioned one has as well.
  select array_agg(text order by place, text) into keys
  from (
    select position(contype::text in 'puf') as place,
      format('alter table facts.payments add constraint %I %s', conname, pg_get_constraintdef(oid)) as text
    from pg_constraint where conrelid = old and contype in ('p', 'u', 'f')
    union all
    select 9, pg_get_indexdef(indexrelid) from pg_index i where indrelid = old
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
  ) lines;
  select array_agg(text order by text) into others
  from (
    select pg_get_triggerdef(oid) as text from pg_trigger where tgrelid = old and not tgisinternal
    union all
    select format('grant %s on facts.payments to %s', a.privilege_type, a.grantee::regrole)
    from pg_class c, aclexplode(c.relacl) a where c.oid = old and a.grantee <> c.relowner
    union all
    select format('grant %s (%I) on facts.payments to %s', a.privilege_type, c.attname, a.grantee::regrole)
    from pg_attribute c, aclexplode(c.attacl) a where c.attrelid = old
    union all
    select format('comment on table facts.payments is %L', obj_description(old, 'pg_class'))
  ) lines;

  -- The triggers are those of statements, which name the partitioned table; nobody reads a partition itself.
  for found in select tgname from pg_trigger where tgrelid = old and not tgisinternal loop
    execute format('drop trigger %I on facts.payments', found.tgname);
  end loop;
  revoke all on facts.payments from payscope_app;
  for found in select relname from pg_class where oid in (select indexrelid from pg_index where indrelid = old) loop
    execute format('alter index facts.%I rename to %I', found.relname, 'payments_default' || substr(found.relname, 9));
  end loop;
  alter policy payments_tenant on facts.payments rename to payments_default_tenant;
  alter policy payments_tenant_only on facts.payments rename to payments_default_tenant_only;
  alter table facts.payments rename to payments_default;
  comment on table facts.payments_default is 'Payments of banks without a partition of their own.';

  create table facts.payments (like facts.payments_default including all excluding indexes)
    partition by list (bank_id);
  foreach statement in array keys loop
    execute statement;
  end loop;
  alter table facts.payments attach partition facts.payments_default default;
  foreach statement in array others loop
    execute statement;
  end loop;
end
$$;
alter table facts.payments enable row level security;
alter table facts.payments force row level security;
create policy payments_tenant on facts.payments
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
create policy payments_tenant_only on facts.payments as restrictive
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));

-- A table as a partition has to be, foreign keys too: what is there already is not checked again when it becomes
-- one, while everybody waits. And what every tenant table has, for whoever reads it directly.
create function facts.create_payments_table(name text) returns void
language plpgsql
set search_path = pg_catalog
as $$
declare
  own constant text := 'bank_id = (select app.current_bank())';
  found record;
begin
  execute format('create table facts.%I (like facts.payments including all)', name);
  for found in
    select conname, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = 'facts.payments'::regclass and contype = 'f' and conparentid = 0
  loop
    execute format('alter table facts.%I add constraint %I %s', name, found.conname, found.definition);
  end loop;
  execute format('alter table facts.%I enable row level security', name);
  execute format('alter table facts.%I force row level security', name);
  execute format('create policy payments_tenant on facts.%I using (%s) with check (%s)', name, own, own);
  execute format('create policy payments_tenant_only on facts.%I as restrictive using (%s) with check (%s)',
    name, own, own);
end
$$;
comment on function facts.create_payments_table(text) is
  'Makes a table that can become a partition of facts.payments; for the owner.';
revoke execute on function facts.create_payments_table(text) from public;

create function facts.attach_payments(name text, bank uuid) returns void
language plpgsql
set search_path = pg_catalog
as $$
begin
  execute format('alter table facts.payments attach partition facts.%I for values in (%L)', name, bank);
end
$$;
comment on function facts.attach_payments(text, uuid) is
  'Makes a table of the payments of a bank its partition of facts.payments; for the owner.';
revoke execute on function facts.attach_payments(text, uuid) from public;
