/** Keeps what a tree has grown by, in one statement. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { Grown } from '../merkle/tiles.ts';

/** Under the chain's lock: nobody else has grown it since it was read. */
export async function keepTree(
  tx: TenantTransaction,
  bankId: BankId,
  { tree, full }: Grown,
): Promise<void> {
  const tiles = full.map(({ level, position, hashes }) => ({
    level,
    position,
    hashes: hashes.join(''),
  }));
  await tx.execute(sql`
    with kept as (
      insert into audit.tree_tiles (bank_id, level, position, hashes)
      select ${bankId}::uuid, level, position, decode(hashes, 'hex')
      from json_to_recordset(${JSON.stringify(tiles)}::text::json)
        as added (level smallint, position bigint, hashes text)
    )
    insert into audit.trees (bank_id, size, edge)
    values (${bankId}::uuid, ${tree.size}, ${JSON.stringify(tree.edge)}::text::jsonb)
    on conflict (bank_id) do update set size = excluded.size, edge = excluded.edge`);
}
