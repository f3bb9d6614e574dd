/** Full tiles of a bank's tree, by their places. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { Tile, TilePlace } from '../merkle/tiles.ts';
import { treeTiles } from '../tables.ts';

export async function listTiles(
  tx: TenantTransaction,
  bankId: BankId,
  places: readonly TilePlace[],
): Promise<readonly Tile[]> {
  const wanted = JSON.stringify(places);
  const rows = await tx
    .select({ level: treeTiles.level, position: treeTiles.position, hashes: treeTiles.hashes })
    .from(treeTiles)
    .where(sql`${treeTiles.bankId} = ${bankId} and (${treeTiles.level}, ${treeTiles.position}) in (
      select level, position from json_to_recordset(${wanted}::text::json)
        as wanted (level smallint, position bigint))`);
  return rows.map(({ level, position, hashes }) => ({
    level,
    position,
    hashes: hashes.toString('hex').match(/.{64}/g) ?? [],
  }));
}
