/** The faults of a run, each done to a world at work. */
import { setTimeout as wait } from 'node:timers/promises';
import { DISK_PLACES } from './cluster.ts';
import type { World } from './world.ts';

export type Draw = (below: number) => number;

interface Fault {
  readonly name: string;
  /** Of all weights together. */
  readonly weight: number;
  readonly inject: (world: World, draw: Draw) => Promise<void> | void;
}

const FAULTS = [
  {
    name: 'connections between clients and replicas reset',
    weight: 6,
    inject: ({ replicas }) => replicas.cut(),
  },
  {
    name: 'connections between replicas and PostgreSQL reset',
    weight: 5,
    inject: ({ databaseNetwork }) => databaseNetwork.cut(),
  },
  {
    name: 'a backend terminated in its work',
    weight: 4,
    inject: async ({ cluster }) => {
      await cluster.admin`select pg_terminate_backend(pid) from (
        select pid from pg_stat_activity where usename = 'payscope_app'
        order by state = 'active' desc, random() limit 1) as one`;
    },
  },
  {
    name: 'disk full',
    weight: 3,
    inject: ({ cluster }, draw) =>
      cluster.fillDisk(DISK_PLACES[draw(DISK_PLACES.length)] ?? 'commit', 20 + draw(80)),
  },
  {
    name: 'the subscriber answers 503, or not at all',
    weight: 3,
    inject: async ({ subscribers }, draw) => {
      const status = draw(3) === 0 ? undefined : 503;
      for (const subscriber of subscribers.values()) subscriber.answer(() => status);
      await wait(20 + draw(100));
      for (const subscriber of subscribers.values()) subscriber.answer(() => 200);
    },
  },
  {
    name: 'a replica killed (SIGKILL)',
    weight: 2,
    inject: ({ replicas }, draw) => {
      const first = draw(2);
      if (!replicas.kill(first)) replicas.kill(1 - first);
    },
  },
  {
    name: 'PostgreSQL stopped (immediate) and started',
    weight: 1,
    inject: ({ cluster }) => cluster.crash(),
  },
] as const satisfies readonly Fault[];

const DRAWN: readonly Fault[] = FAULTS.flatMap((fault: Fault) =>
  Array.from({ length: fault.weight }, () => fault),
);

/** @returns the name of what was done. */
export async function injectFault(world: World, draw: Draw): Promise<string> {
  const fault = DRAWN[draw(DRAWN.length)];
  if (!fault) throw new RangeError('drew no fault');
  await fault.inject(world, draw);
  return fault.name;
}
