/** Ways from one account to another, shortest first. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { PathNodeModel } from '../models.ts';

interface PathRow {
  readonly hops: number;
  readonly bottleneck: string;
  readonly currency: string;
  readonly nodes: readonly PathNodeModel[];
}

type FoundRow = Record<string, unknown> & {
  readonly exhausted: boolean;
  readonly found: PathRow | null;
};

/** Nodes to go from and to, and how far. */
export interface PathEnds {
  readonly fromId: string;
  readonly toId: string;
  readonly maxHops: number;
  readonly first: number;
}

export interface FoundPaths {
  readonly paths: readonly PathRow[];
  /** True when the limit on steps ended the search before every way was seen. */
  readonly exhausted: boolean;
}

/**
 * `reach` is how far each account is from the end, found backwards; `useful` says at which hop a way
 * may still pass it; `walk` goes forwards, only there. Postgres walks breadth first and stops at the
 * limit, so what a search that was cut short has found is shortest first all the same.
 *
 * `offset 0` and `is true` keep the planner from turning look-ups by index and by hash into joins: it
 * can't estimate a recursion, and nested loops over it took seconds where this takes a tenth.
 */
export async function findPaths(
  tx: TenantTransaction,
  bankId: BankId,
  { fromId, toId, maxHops, first }: PathEnds,
  stepsMax: number,
): Promise<FoundPaths> {
  const rows = await tx.execute<FoundRow>(sql`
    with recursive ends as (
      select ${fromId}::uuid as from_id, ${toId}::uuid as to_id
    ),
    reach (id, distance) as (
      select to_id, 0 from ends
      union
      select e.from_id, r.distance + 1
      from reach r
      cross join lateral (
        select from_id from graph.edges where bank_id = ${bankId} and to_id = r.id offset 0
      ) e
      where r.distance < ${maxHops}::integer - 1
    ),
    useful as materialized (
      select r.id, h.hop
      from (select id, min(distance) as distance from reach group by id) r
      join (values (1), (2), (3), (4)) h (hop) on h.hop <= ${maxHops}::integer - r.distance
    ),
    walk (at, way, hops, bottleneck, currency) as (
      select from_id, array[from_id], 0, null::bigint, null::text from ends
      union all
      select e.to_id, w.way || e.to_id, w.hops + 1, least(w.bottleneck, e.volume), e.currency
      from walk w
      cross join lateral (
        select to_id, volume, currency from graph.edges
        where bank_id = ${bankId} and from_id = w.at offset 0
      ) e
      where w.at <> (select to_id from ends)
        and not e.to_id = any(w.way)
        and e.currency = coalesce(w.currency, e.currency)
        and ((e.to_id, w.hops + 1) in (select id, hop from useful)) is true
    ),
    explored as materialized (select * from walk limit ${stepsMax}),
    found as (
      select hops, bottleneck, currency, way
      from explored
      where at = (select to_id from ends)
      order by hops, bottleneck desc, way
      limit ${first}
    )
    select s.exhausted,
      case when f.way is not null then json_build_object(
        'hops', f.hops, 'bottleneck', f.bottleneck::text, 'currency', f.currency,
        'nodes', (
          select json_agg(json_build_object('nodeId', n.id, 'bank', n.bank_code) order by i.step)
          from unnest(f.way) with ordinality i (id, step)
          join graph.nodes n on n.bank_id = ${bankId} and n.id = i.id
        )
      ) end as found
    from (select count(*) >= ${stepsMax} as exhausted from explored) s
    left join found f on true
    order by f.hops, f.bottleneck desc, f.way`);
  return {
    paths: rows.flatMap(({ found }) => found ?? []),
    exhausted: rows[0]?.exhausted ?? false,
  };
}
