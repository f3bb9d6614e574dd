import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { checkDatabase } from './index.ts';

/** Roles belong to the whole cluster, so each case gets one of its own. */
const ROLES: readonly { readonly name: string; readonly sql: string; readonly what: RegExp }[] = [
  {
    name: 'a superuser',
    sql: 'create role odd superuser login password $p$odd$p$',
    what: /^is a superuser$/,
  },
  {
    name: 'a role that bypasses the policies',
    sql: 'create role odd bypassrls login password $p$odd$p$',
    what: /^bypasses row-level security$/,
  },
  {
    name: 'the owner of a table',
    sql: 'create role odd login password $p$odd$p$; alter table graph.edges owner to odd',
    what: /^owns graph.edges$/,
  },
  {
    name: 'a member of the owner',
    sql: 'create role odd login password $p$odd$p$ in role payscope_owner',
    what: /^owns .* by its membership in payscope_owner$/,
  },
  {
    name: 'a member of a role that bypasses the policies',
    sql: `create role oddgroup bypassrls; create role odd login password $p$odd$p$ in role oddgroup`,
    what: /^bypasses row-level security by its membership/,
  },
  {
    name: 'a role that replicates, past every policy',
    sql: 'create role odd replication login password $p$odd$p$',
    what: /^may replicate$/,
  },
  {
    name: 'a role that makes roles',
    sql: 'create role odd createrole login password $p$odd$p$',
    what: /^may make roles$/,
  },
  {
    name: "a reader of the server's files",
    sql: 'create role odd login password $p$odd$p$ in role pg_read_server_files',
    what: /^reaches the server's files by its membership in pg_read_server_files$/,
  },
  {
    name: 'a reader of all statistics',
    sql: 'create role odd login password $p$odd$p$ in role pg_read_all_stats',
    what: /^has powers beyond its tables by its membership in pg_read_all_stats$/,
  },
  {
    name: 'the owner of a function',
    sql: 'create role odd login password $p$odd$p$; alter function app.current_bank() owner to odd',
    what: /^owns app.current_bank\(\)$/,
  },
  {
    name: 'the owner of a schema',
    sql: 'create role odd login password $p$odd$p$; alter schema graph owner to odd',
    what: /^owns schema graph$/,
  },
];

it.each(ROLES)('checkDatabase finds that it connects as $name', async ({ sql, what }) => {
  await using database = await createTestDatabase();
  const odd = `odd_${randomBytes(4).toString('hex')}`;
  await database.asSuperuser(sql.replaceAll(/\bodd(?=group|\b)/g, odd));
  const url = new URL(database.appUrl);
  url.username = odd;
  url.password = odd;
  expect(await checkDatabase(url.href)).toContainEqual({
    table: odd,
    what: expect.stringMatching(what),
    fix: expect.any(String),
  });
});
