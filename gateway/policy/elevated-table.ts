/** A table in which elevations opened some coordinates, for the one operation that has them. */
import { type AccessTable, typeOfTypename } from './access-table.ts';
import type { Decision } from './decision.ts';

/**
 * The table with other decisions where there are some. What is hidden stays hidden: nothing asks
 * for what it can't see. Its key is its own, so that nothing kept under the other's meets it.
 */
export function elevatedTable(
  table: AccessTable,
  opened: ReadonlyMap<string, Decision>,
): AccessTable {
  const open = new Map([...opened].filter(([coordinate]) => table.visible(coordinate)));
  if (open.size === 0) return table;
  const decisions = [...open].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.freeze({
    ...table,
    key: `${table.key} elevated ${JSON.stringify(decisions)}`,
    decide: (coordinate: string) =>
      open.get(typeOfTypename(coordinate) ?? coordinate) ?? table.decide(coordinate),
  });
}
