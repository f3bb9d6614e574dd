/** A PostgreSQL of the run's own that can be stopped the hard way, and says its disk is full when told. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { findPostmaster } from '../../lib/db/embedded/postmaster.ts';
import { type EmbeddedPostgres, ensureRoles, migrate, startEmbedded } from '../../lib/db/index.ts';
import { openPool } from '../../lib/db/pool.ts';
import { createLog } from '../../lib/log.ts';

export interface Cluster {
  readonly appUrl: string;
  /** As the superuser, for faults and for looking afterwards. */
  readonly admin: Sql;
  /** As `pg_ctl stop -m immediate`, then a start that recovers from the WAL. */
  readonly crash: () => Promise<void>;
  /** Until it resolves, that place finds no room. */
  readonly fillDisk: (place: DiskPlace, forMs: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const PASSWORDS = { ownerPassword: 'owner of a run', appPassword: 'application of a run' };

/** The system lives on, so what the server handed to it is there after a crash of the server. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '100' };

/** Where room is wanted; `commit` is a deferred trigger, so COMMIT itself fails. */
export const DISK_PLACES = ['payments', 'outbox', 'keys', 'deliveries', 'commit'] as const;
export type DiskPlace = (typeof DISK_PLACES)[number];
/** Any fixed number. */
const DISK_LOCK = 53_100;

/** SQLSTATE 53100 wherever an advisory lock says so: the server's own answer to ENOSPC. */
const DISK_FULL = `
  create function app.no_room() returns trigger language plpgsql set search_path = pg_catalog as $$
  begin
    if exists (select from pg_locks where locktype = 'advisory' and granted
      and classid = ${DISK_LOCK} and objid = tg_argv[0]::oid) then
      raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
    end if;
    return null;
  end $$;
  create trigger no_room before insert on facts.payments
    for each statement execute function app.no_room('0');
  create trigger no_room before insert on facts.outbox
    for each statement execute function app.no_room('1');
  create trigger no_room before insert on facts.idempotency_keys
    for each statement execute function app.no_room('2');
  create trigger no_room before delete on facts.deliveries
    for each statement execute function app.no_room('3');
  create constraint trigger no_room_at_commit after insert on facts.outbox
    deferrable initially deferred for each row execute function app.no_room('4')`;

export async function startCluster(dir: string): Promise<Cluster> {
  const log = createLog({ name: 'faults', level: 'silent' });
  const start = () => startEmbedded({ dataDir: dir, log, settings: SETTINGS });
  let server: EmbeddedPostgres = await start();
  const { ownerUrl, appUrl } = await ensureRoles(server.url, PASSWORDS);
  const migrations = join(import.meta.dirname, '../../migrations');
  await migrate({ url: ownerUrl, dir: migrations, log });
  const adminUrl = new URL(server.url);
  adminUrl.pathname = new URL(appUrl).pathname;
  const admin = openPool(adminUrl.href, { max: 1 });
  await admin.unsafe(DISK_FULL).simple();
  return {
    appUrl,
    admin,
    crash: async () => {
      const postmaster = await findPostmaster(join(dir, 'postgres'));
      if (postmaster) process.kill(postmaster.pid, 'SIGQUIT');
      await server.stop();
      server = await start();
    },
    fillDisk: async (place, forMs) => {
      await admin.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(${DISK_LOCK}::int, ${DISK_PLACES.indexOf(place)}::int)`;
        await wait(forMs);
      });
    },
    stop: async () => {
      await admin.end({ timeout: 1 });
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
