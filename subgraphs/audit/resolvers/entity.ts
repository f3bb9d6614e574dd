/** References carry an id only; rows are found among the caller's bank's. */
import { isUuid } from '../../../lib/ids.ts';

/** The reference with its id as the database spells it; null for what can't be an id. */
export function toEntity({ id }: { readonly id: string }): { readonly id: string } | null {
  return isUuid(id) ? { id: id.toLowerCase() } : null;
}
