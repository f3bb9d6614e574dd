/** Ways by which rows leave or enter as they are written, past every policy. */
import type { Sql } from 'postgres';
import { type Finding, TENANT_TABLES } from './finding.ts';

export async function checkStreams(sql: Sql): Promise<readonly Finding[]> {
  const found = await Promise.all([checkPublications(sql), checkSubscriptions(sql)]);
  return found.flat();
}

/** A subscriber gets the rows of all banks. Where that is meant, the publication's comment says so. */
async function checkPublications(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ name: string; publication: string }[]>`
    select t.name, format('%I', p.pubname) as publication
    from pg_catalog.pg_publication p
    join pg_catalog.pg_publication_tables pt on pt.pubname = p.pubname
    join ${sql.unsafe(TENANT_TABLES)} t on t.name = format('%I.%I', pt.schemaname, pt.tablename)
    where coalesce(trim(obj_description(p.oid, 'pg_publication')), '') = ''
    order by 1, 2`;
  return rows.map(({ name, publication }) => ({
    table: name,
    what: `publication ${publication} sends the rows of all banks to whoever subscribes`,
    fix: `drop publication ${publication}, or comment on publication ${publication} is 'who gets them and why'`,
  }));
}

async function checkSubscriptions(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ database: string; subscription: string }[]>`
    select format('%I', d.datname) as database, format('%I', s.subname) as subscription
    from pg_catalog.pg_subscription s
    join pg_catalog.pg_database d on d.oid = s.subdbid
    where d.datname = current_database()
    order by 2`;
  return rows.map(({ database, subscription }) => ({
    table: database,
    what: `subscription ${subscription} writes rows of any bank`,
    fix: `drop subscription ${subscription}`,
  }));
}

/** Not insisted on at a start: an upgrade of the server makes one and takes it away again. */
export async function checkSlots(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ database: string; slot: string }[]>`
    select format('%I', database) as database, slot_name::text as slot
    from pg_catalog.pg_replication_slots
    where slot_type = 'logical' and database = current_database()
    order by 2`;
  return rows.map(({ database, slot }) => ({
    table: database,
    what: `replication slot ${slot} keeps the changes of all banks for whoever reads it`,
    fix: `select pg_drop_replication_slot('${slot}')`,
  }));
}
