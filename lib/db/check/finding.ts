/** One thing that is missing. */
export interface Finding {
  /** Table, role or function it concerns. */
  readonly table: string;
  readonly what: string;
  /** The statement or change that repairs it. */
  readonly fix: string;
}

/** Of the namespace `n`: neither PostgreSQL's own nor a session's temporary one. SQL text. */
export const OURS = `n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname not like 'pg\\_temp%' and n.nspname not like 'pg\\_toast%'`;

/**
 * Tenant tables: every table, each partition too, but PostgreSQL's own and the migrator's. SQL text,
 * since each check joins it; holds no outside text.
 */
export const TENANT_TABLES = `(
  select c.oid, c.relowner, c.relacl, c.relrowsecurity, c.relforcerowsecurity,
    format('%I.%I', n.nspname, c.relname) as name
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p')
    and ${OURS}
    and not (n.nspname = 'public' and c.relname = 'app_migrations')
)`;
